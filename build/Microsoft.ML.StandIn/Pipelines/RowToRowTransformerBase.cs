namespace Microsoft.ML.Data;

/// <summary>A transformer that adds columns, computed row by row.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase() { }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        Check.NotNull(input, nameof(input));
        return new MappedDataView(input, Map(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Map(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

    private protected abstract void SaveModel(ModelSaveContext ctx);

    private protected abstract RowMapper MakeRowMapper(DataViewSchema schema);

    private RowMapping Map(DataViewSchema inputSchema)
    {
        Check.NotNull(inputSchema, nameof(inputSchema));
        return RowMapping.Adding(inputSchema, MakeRowMapper(inputSchema));
    }
}

/// <summary>A transformer that adds one column for each of some input columns.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    internal readonly (string Output, string Input)[] ColumnPairs;

    private protected OneToOneTransformerBase(params (string Output, string Input)[] columns)
    {
        foreach (var (output, input) in columns)
        {
            Check.NotEmpty(input, nameof(columns));
            Check.NotEmpty(output, nameof(columns));
        }
        Check.Argument(columns.DistinctBy(pair => pair.Output).Count() == columns.Length, nameof(columns),
            "An output column is named twice.");
        ColumnPairs = columns;
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    /// <summary>The column that is computed from <paramref name="input"/>; throws where its type does not suit.</summary>
    private protected abstract DataViewSchema.DetachedColumn MakeColumn(int index, DataViewSchema.Column input);

    private protected abstract Delegate MakeGetter(int index, DataViewRow row, DataViewSchema.Column input);

    private sealed class Mapper : RowMapper
    {
        private readonly OneToOneTransformerBase _parent;
        private readonly DataViewSchema.Column[] _inputs;

        public Mapper(OneToOneTransformerBase parent, DataViewSchema schema)
        {
            _parent = parent;
            _inputs = [.. parent.ColumnPairs.Select(pair => schema.GetColumnOrNull(pair.Input)
                ?? throw Check.MissingColumn("inputSchema", pair.Input))];
            Added = [.. _inputs.Select((input, i) => parent.MakeColumn(i, input))];
        }

        public override DataViewSchema.DetachedColumn[] Added { get; }

        public override IEnumerable<int> DependenciesOf(int added) => [_inputs[added].Index];

        protected override Delegate CreateGetter(DataViewRow input, int added) => _parent.MakeGetter(added, input, _inputs[added]);
    }
}
