namespace Microsoft.ML.Data;

/// <summary>A sequence of row objects; it is enumerated anew by each cursor.</summary>
internal sealed class EnumerableDataView<TRow>(IEnumerable<TRow> rows, MemberBinding[] bindings) : IDataView where TRow : class
{
    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = MemberBinding.SchemaOf(bindings);

    public long? GetRowCount() => (rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(Schema, columnsNeeded, rows.GetEnumerator(), new ObjectRow<TRow>(bindings));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(
        DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns, IEnumerator<TRow> rows, ObjectRow<TRow> current)
        : SourceCursor(schema, columns)
    {
        protected override Delegate GetGetter(int column) => current.RawGetters[column];

        protected override bool MoveNextCore()
        {
            if (!rows.MoveNext()) return false;
            Check.State(rows.Current is not null, "A row of the enumerable is null.");
            current.Set(rows.Current);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) rows.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A cursor that brings its own rows.</summary>
internal abstract class SourceCursor : DataViewRowCursor
{
    private readonly bool[] _active;
    private long _position = -1;
    private bool _ended;

    protected SourceCursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        Schema = schema;
        _active = new bool[schema.Count];
        foreach (var column in columns) _active[column.Index] = true;
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Check.Argument(IsColumnActive(column), nameof(column), $"Column '{column.Name}' is not active.");
        return Getters.Cast<TValue>(GetGetter(column.Index), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        Check.State(_position >= 0, "The cursor stands on no row.");
        id = new DataViewRowId((ulong)SourceRow, 0);
    };

    public override bool MoveNext()
    {
        if (_ended) return false;
        if (MoveNextCore())
        {
            _position++;
            return true;
        }
        Dispose();
        return false;
    }

    /// <summary>The index in the source of the current row.</summary>
    protected virtual long SourceRow => _position;

    protected abstract Delegate GetGetter(int column);

    protected abstract bool MoveNextCore();

    protected override void Dispose(bool disposing)
    {
        _ended = true;
        _position = -1;
    }
}
