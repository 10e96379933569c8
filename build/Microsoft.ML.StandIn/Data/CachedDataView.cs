namespace Microsoft.ML.Data;

/// <summary>Keeps each column in memory once a cursor has asked for it.</summary>
internal sealed class CachedDataView(IDataView source) : IDataView
{
    private readonly Lock _lock = new();
    private readonly Array[] _values = new Array[source.Schema.Count];
    private long _count = -1;

    public bool CanShuffle => true;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => _count >= 0 ? _count : source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        Fill(columns);
        var order = rand is null ? null : Enumerable.Range(0, (int)_count).ToArray();
        rand?.Shuffle(order);
        return new Cursor(Schema, columns, _values, _count, order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private void Fill(DataViewSchema.Column[] columns)
    {
        lock (_lock)
        {
            var missing = columns.Where(column => _values[column.Index] is null).ToArray();
            if (missing.Length == 0 && _count >= 0) return;
            using var cursor = source.GetRowCursor(missing);
            var fillers = missing.Select(column => (IFiller)Generic.Call(MakeFiller<int>, column.Type.RawType, cursor, column)).ToArray();
            long count = 0;
            for (; cursor.MoveNext(); count++)
                foreach (var filler in fillers) filler.Add();
            for (int i = 0; i < missing.Length; i++) _values[missing[i].Index] = fillers[i].ToArray();
            _count = count;
        }
    }

    private static Filler<T> MakeFiller<T>(DataViewRowCursor cursor, DataViewSchema.Column column) => new(cursor.GetGetter<T>(column));

    private interface IFiller
    {
        void Add();

        Array ToArray();
    }

    private sealed class Filler<T>(ValueGetter<T> getter) : IFiller
    {
        private readonly List<T> _values = [];

        public void Add()
        {
            T value = default; // a new one each time: a vector must not share its arrays with the next
            getter(ref value);
            _values.Add(value);
        }

        public Array ToArray() => _values.ToArray();
    }

    private sealed class Cursor(DataViewSchema schema, DataViewSchema.Column[] columns, Array[] values, long count, int[] order)
        : SourceCursor(schema, columns)
    {
        protected override long SourceRow => order is null ? Position : order[Position];

        protected override bool MoveNextCore() => Position + 1 < count;

        protected override Delegate GetGetter(int column) =>
            (Delegate)Generic.Call(MakeGetter<int>, Schema[column].Type.RawType, values[column]);

        private ValueGetter<T> MakeGetter<T>(T[] items)
        {
            var copy = CopierOf<T>.Copy;
            return (ref T value) => copy(items[SourceRow], ref value);
        }
    }
}

/// <summary>Copies a column value; a vector is copied into the arrays of the destination.</summary>
internal static class CopierOf<T>
{
    public delegate void Copier(T source, ref T destination);

    public static readonly Copier Copy = typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>)
        ? (Copier)Generic.Call(MakeVectorCopier<int>, typeof(T).GetGenericArguments()[0])
        : (T source, ref T destination) => destination = source;

    private static Delegate MakeVectorCopier<TItem>() =>
        (CopierOf<VBuffer<TItem>>.Copier)((VBuffer<TItem> source, ref VBuffer<TItem> destination) => source.CopyTo(ref destination));
}
