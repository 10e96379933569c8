namespace Microsoft.ML.Data;

/// <summary>Presents row objects as a row.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow _current;
    private long _position = -1;

    public ObjectRow(MemberBinding[] bindings)
    {
        Schema = MemberBinding.SchemaOf(bindings);
        _getters = [.. bindings.Select(binding =>
            MemberCodec<TRow>.Create(binding.Member, binding.Column.Type).MakeGetter(() => _current))];
    }

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema { get; }

    public Delegate[] RawGetters => _getters;

    public void Set(TRow row)
    {
        _current = row;
        _position++;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        Getters.Cast<TValue>(_getters[column.Index], column);
}

/// <summary>How the columns of a schema are written into row objects.</summary>
internal sealed class ObjectWriter<TRow> where TRow : class
{
    private readonly (MemberBinding Binding, DataViewSchema.Column Column)[] _columns;

    public ObjectWriter(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        var columns = new List<(MemberBinding, DataViewSchema.Column)>();
        foreach (var binding in MemberBinding.Of(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(binding.Column.Name) is not { } column)
            {
                if (!ignoreMissingColumns) throw Check.MissingColumn("Schema", binding.Column.Name);
                continue;
            }
            Check.State(binding.Accepts(column.Type),
                $"Column '{column.Name}' has type {column.Type}; {binding.Member.Name} is {MemberBinding.TypeOf(binding.Member)}.");
            columns.Add((binding, column));
        }
        _columns = [.. columns];
    }

    public IEnumerable<DataViewSchema.Column> Columns => _columns.Select(column => column.Column);

    /// <summary>An action that writes the current values of <paramref name="input"/> into a row object.</summary>
    public Action<TRow> Bind(DataViewRow input)
    {
        var setters = _columns.Select(column =>
            MemberCodec<TRow>.Create(column.Binding.Member, column.Column.Type).MakeSetter(input, input.Schema[column.Column.Index]))
                .ToArray();
        return row =>
        {
            foreach (var setter in setters) setter(row);
        };
    }
}
