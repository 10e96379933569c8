namespace Microsoft.ML.Data;

/// <summary>The rows that pass a test.</summary>
internal sealed class FilteredDataView(
    IDataView source, IReadOnlyCollection<DataViewSchema.Column> testedColumns, Func<DataViewRow, Func<bool>> makeTest) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        var all = columns.Concat(testedColumns).DistinctBy(column => column.Index).ToArray();
        var input = source.GetRowCursor(all, rand);
        return new Cursor(input, columns, makeTest(input));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, Func<bool> test) : CountingCursor(input)
    {
        public override bool IsColumnActive(DataViewSchema.Column column) => columns.Any(active => active.Index == column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Check.State(IsColumnActive(column), $"Column '{column.Name}' is not active.");
            return base.GetGetter<TValue>(column);
        }

        protected override bool Advance()
        {
            while (Input.MoveNext())
                if (test()) return true;
            return false;
        }
    }
}

/// <summary>The rows from one position on, up to a count.</summary>
internal sealed class SlicedDataView(IDataView source, long skip, long take) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount() is { } count ? Math.Min(Math.Max(0, count - skip), take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), skip, take);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, long skip, long take) : CountingCursor(input)
    {
        private long _skip = skip;

        protected override bool Advance()
        {
            for (; _skip > 0; _skip--)
                if (!Input.MoveNext()) return false;
            return Position + 1 < take && Input.MoveNext();
        }
    }
}

/// <summary>All rows in random order, a new one for each cursor unless a seed is given.</summary>
internal sealed class ShuffledDataView(CachedDataView source, int? seed) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        source.GetRowCursor(columnsNeeded, seed is { } value ? new Random(value) : rand ?? new Random());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}

/// <summary>A cursor over some of the rows of another, with positions of its own.</summary>
internal abstract class CountingCursor(DataViewRowCursor input) : ForwardingCursor(input)
{
    private long _position = -1;
    private bool _ended;

    public override long Position => _position;

    public override bool MoveNext()
    {
        if (_ended) return false;
        if (Advance())
        {
            _position++;
            return true;
        }
        _ended = true;
        _position = -1;
        return false;
    }

    protected abstract bool Advance();
}

/// <summary>A number in [0, 1) for each row, the same in each pass: drawn from the row, or from the value of a key column.</summary>
internal sealed class RowNumbers
{
    private readonly DataViewSchema.Column? _key;
    private readonly int _seed;

    private RowNumbers(DataViewSchema.Column? key, int seed) => (_key, _seed) = (key, seed);

    public IReadOnlyCollection<DataViewSchema.Column> Columns => _key is { } key ? [key] : [];

    public static RowNumbers Of(IDataView data, string keyColumnName, int seed)
    {
        if (keyColumnName is null) return new RowNumbers(null, seed);
        return new RowNumbers(data.Schema.GetColumnOrNull(keyColumnName)
            ?? throw Check.MissingColumn("samplingKeyColumnName", keyColumnName), seed);
    }

    public Func<double> Bind(DataViewRow row)
    {
        if (_key is { } key) return (Func<double>)Generic.Call(BindKey<int>, key.Type.RawType, row, key);
        var getter = row.GetIdGetter();
        return () =>
        {
            DataViewRowId id = default;
            getter(ref id);
            return Number(id.Low ^ (id.High * 31));
        };
    }

    private Func<double> BindKey<T>(DataViewRow row, DataViewSchema.Column key)
    {
        var getter = row.GetGetter<T>(key);
        T value = default;
        return () =>
        {
            getter(ref value);
            string text = value is VBuffer<ReadOnlyMemory<char>> or VBuffer<float>
                ? string.Join(',', ((System.Collections.IEnumerable)value).Cast<object>()) : $"{value}";
            return Number(text.Aggregate(14695981039346656037ul, (hash, character) => (hash ^ character) * 1099511628211));
        };
    }

    /// <summary>Mixes the bits well (SplitMix64), so that neighbouring rows get unrelated numbers.</summary>
    private double Number(ulong bits)
    {
        bits += (ulong)(uint)_seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1ul << 53));
    }
}
