namespace Microsoft.ML.Data;

/// <summary>Computes new columns of a row from its other columns; bound to one input schema, stateless itself.</summary>
internal abstract class RowMapper
{
    /// <summary>The columns that are added.</summary>
    public abstract DataViewSchema.DetachedColumn[] Added { get; }

    /// <summary>The input columns that added column <paramref name="added"/> is computed from.</summary>
    public abstract IEnumerable<int> DependenciesOf(int added);

    /// <summary>Getters that follow the current values of <paramref name="input"/>; null for the columns that are not active.</summary>
    public virtual Delegate[] CreateGetters(DataViewRow input, bool[] active) =>
        [.. active.Select((isActive, added) => isActive ? CreateGetter(input, added) : null)];

    protected virtual Delegate CreateGetter(DataViewRow input, int added) => throw new NotSupportedException();
}

/// <summary>A schema computed from another: each output column passes an input column through or is added by a mapper.</summary>
internal sealed class RowMapping : IRowToRowMapper
{
    private readonly RowMapper _mapper;
    private readonly int[] _sources; // an input column's index, or the complement of an added column's index

    private RowMapping(DataViewSchema input, RowMapper mapper, int[] sources)
    {
        InputSchema = input;
        _mapper = mapper;
        _sources = sources;
        OutputSchema = DataViewSchema.Of(sources.Select(source => source >= 0 ? new(input[source]) : mapper.Added[~source]));
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>
    /// The input with the mapper's columns added. An added column stands directly behind the one that it hides, as in ML.NET.
    /// </summary>
    public static RowMapping Adding(DataViewSchema input, RowMapper mapper)
    {
        var sources = Enumerable.Range(0, input.Count).ToList();
        for (int i = 0; i < mapper.Added.Length; i++)
        {
            int hidden = sources.FindLastIndex(source => NameOf(source) == mapper.Added[i].Name);
            sources.Insert(hidden < 0 ? sources.Count : hidden + 1, ~i);
        }
        return new RowMapping(input, mapper, [.. sources]);

        string NameOf(int source) => source >= 0 ? input[source].Name : mapper.Added[~source].Name;
    }

    /// <summary>Some of the input's columns.</summary>
    public static RowMapping Selecting(DataViewSchema input, IEnumerable<int> columns) => new(input, null, [.. columns]);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = new bool[InputSchema.Count];
        foreach (int source in dependingColumns.Select(column => _sources[column.Index]))
        {
            if (source >= 0) needed[source] = true;
            else
                foreach (int dependency in _mapper.DependenciesOf(~source)) needed[dependency] = true;
        }
        return InputSchema.Where(column => needed[column.Index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Check.NotNull(input, nameof(input));
        Check.NotNull(activeColumns, nameof(activeColumns));
        Check.State(input.Schema == InputSchema, "The row does not have the schema that the mapper is bound to.");
        return new MappedRow(Bind(input, activeColumns), input);
    }

    public Binding Bind(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        var active = new bool[_sources.Length];
        foreach (var column in activeColumns) active[column.Index] = true;
        var activeAdded = new bool[_mapper?.Added.Length ?? 0];
        for (int i = 0; i < _sources.Length; i++)
            if (_sources[i] < 0) activeAdded[~_sources[i]] = active[i];
        var getters = activeAdded.Contains(true) ? _mapper.CreateGetters(input, activeAdded) : [];
        return new Binding(OutputSchema, input, _sources, active, getters);
    }

    /// <summary>The columns of one row or cursor.</summary>
    public sealed class Binding(DataViewSchema schema, DataViewRow input, int[] sources, bool[] active, Delegate[] added)
    {
        public DataViewSchema Schema => schema;

        public bool IsActive(DataViewSchema.Column column) => active[column.Index];

        public ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Check.State(active[column.Index], $"Column '{column.Name}' is not active.");
            int source = sources[column.Index];
            return source >= 0 ? input.GetGetter<TValue>(input.Schema[source]) : Getters.Cast<TValue>(added[~source], column);
        }
    }

    private sealed class MappedRow(Binding binding, DataViewRow input) : DataViewRow
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => binding.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => binding.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => binding.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing) input.Dispose();
        }
    }
}

/// <summary>Getters of a type that is checked when they are asked for.</summary>
internal static class Getters
{
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' has type {column.Type}, so it is not read as {typeof(TValue)}.");
}

/// <summary>A data view with a row mapping applied.</summary>
internal sealed class MappedDataView(IDataView source, RowMapping mapping) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapping.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return new Cursor(source.GetRowCursor(mapping.GetDependencies(columns), rand), mapping, columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return [.. source.GetRowCursorSet(mapping.GetDependencies(columns), n, rand)
            .Select(cursor => new Cursor(cursor, mapping, columns))];
    }

    private sealed class Cursor(DataViewRowCursor input, RowMapping mapping, DataViewSchema.Column[] columns) : ForwardingCursor(input)
    {
        private readonly RowMapping.Binding _binding = mapping.Bind(input, columns);

        public override DataViewSchema Schema => _binding.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _binding.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _binding.GetGetter<TValue>(column);
    }
}

/// <summary>A cursor over the rows of another.</summary>
internal abstract class ForwardingCursor(DataViewRowCursor input) : DataViewRowCursor
{
    protected DataViewRowCursor Input => input;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => input.Schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

    public override bool MoveNext() => input.MoveNext();

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
    }
}
