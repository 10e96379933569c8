using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>A column of a <see cref="StatisticsView"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsVector">Whether it holds vectors; otherwise a row has one number.</param>
/// <param name="Rows">The numbers of each row.</param>
internal sealed record StatisticsColumn(string Name, bool IsVector, float[][] Rows);

/// <summary>
/// A few rows of numbers, under names that are known at run time only: what estimators learn from that shall learn no more.
/// </summary>
/// <param name="columns">The columns, at least one, of as many rows each.</param>
internal sealed class StatisticsView(IReadOnlyList<StatisticsColumn> columns) : IDataView
{
    public DataViewSchema Schema { get; } = SchemaOf(columns);

    public bool CanShuffle => false;

    public long? GetRowCount() => columns[0].Rows.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(Schema, columns, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema SchemaOf(IReadOnlyList<StatisticsColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
        {
            builder.AddColumn(
                column.Name,
                column.IsVector ? new VectorDataViewType(NumberDataViewType.Single, column.Rows[0].Length) : NumberDataViewType.Single);
        }

        return builder.ToSchema();
    }

    private sealed class Cursor(
        DataViewSchema schema, IReadOnlyList<StatisticsColumn> columns, IEnumerable<DataViewSchema.Column> columnsNeeded)
        : DataViewRowCursor
    {
        private readonly HashSet<int> _active = [.. columnsNeeded.Select(column => column.Index)];
        private long _position = -1;

        public override DataViewSchema Schema => schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            _position = _position + 1 < columns[0].Rows.Length ? _position + 1 : -1;
            return _position >= 0;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var rows = columns[column.Index].Rows;
            ValueGetter<VBuffer<float>> ofVectors = (ref VBuffer<float> value) => value = new VBuffer<float>(
                rows[_position].Length, [.. rows[_position]]);
            ValueGetter<float> ofNumbers = (ref float value) => value = rows[_position][0];
            return columns[column.Index].IsVector ? (ValueGetter<TValue>)(Delegate)ofVectors : (ValueGetter<TValue>)(Delegate)ofNumbers;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);
    }
}
