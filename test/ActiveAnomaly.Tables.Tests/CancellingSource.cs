using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Sources;

namespace ActiveAnomaly.Tables;

/// <summary>A source that cancels when a row is reached, and counts the rows.</summary>
internal sealed class CancellingSource(TableSource source, CancellationTokenSource cancelled, int cancelAt) : TableSource
{
    public int RowCount { get; private set; }

    public override string Name => source.Name;

    public override TableDialect Dialect => source.Dialect;

    public override IReadOnlyList<string>? ColumnNames => source.ColumnNames;

    public override string PlaceWord => source.PlaceWord;

    public override TableCursor Open(CancellationToken cancellationToken) => new Cursor(this, source.Open(CancellationToken.None));

    private void Count()
    {
        if (++RowCount == cancelAt)
        {
            cancelled.Cancel();
        }
    }

    private sealed class Cursor(CancellingSource counted, TableCursor cursor) : TableCursor
    {
        public override long Line => cursor.Line;

        public override int FieldCount => cursor.FieldCount;

        public override bool MoveNext()
        {
            counted.Count();
            return cursor.MoveNext();
        }

        public override Cell Field(int index) => cursor.Field(index);

        public override void Dispose() => cursor.Dispose();
    }
}
