using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>
/// Rows that each pass gives in another order, as a database does that is asked without one: the k-th pass has row i where its order says.
/// </summary>
internal sealed class ReorderingDataView<T> : IDataView
    where T : class
{
    private readonly MLContext _mlContext;
    private readonly T[] _rows;
    private readonly Func<int, int[]> _orderOf;

    /// <summary>Creates the view.</summary>
    /// <param name="mlContext">Makes data views.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="orderOf">Gives the rows, in order, of the k-th pass, from 0.</param>
    public ReorderingDataView(MLContext mlContext, T[] rows, Func<int, int[]> orderOf)
    {
        (_mlContext, _rows, _orderOf) = (mlContext, rows, orderOf);
        Schema = mlContext.View(rows).Schema;
    }

    public int CursorCount { get; private set; }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var pass = _mlContext.View(_orderOf(CursorCount++).Select(row => _rows[row]).ToArray());
        return new Cursor(Schema, pass.GetRowCursor(columnsNeeded.Select(column => pass.Schema[column.Name])));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewSchema schema, DataViewRowCursor inner) : DataViewRowCursor
    {
        public override DataViewSchema Schema => schema;

        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override bool MoveNext() => inner.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(inner.Schema[column.Name]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            inner.GetGetter<TValue>(inner.Schema[column.Name]);

        public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
