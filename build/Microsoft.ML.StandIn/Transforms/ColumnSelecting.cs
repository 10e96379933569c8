using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(string[] columns, bool isKept, bool keepHidden)
        : base(new ColumnSelectingTransformer(columns, isKept, keepHidden)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.NotNull(inputSchema, nameof(inputSchema));
        Transformer.CheckNames([.. inputSchema.Select(column => column.Name)]);
        return new SchemaShape(inputSchema.Where(column => Transformer.Keeps(column.Name)));
    }
}

/// <summary>Keeps the named columns, in the order named, or drops them.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    private readonly string[] _columns;
    private readonly bool _isKept;
    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(string[] columns, bool isKept, bool keepHidden)
    {
        Check.State(columns is { Length: > 0 }, "No column is named.");
        (_columns, _isKept, _keepHidden) = (columns, isKept, keepHidden);
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        Check.NotNull(input, nameof(input));
        return new MappedDataView(input, Map(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Map(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.Begin(ModelFormat.SelectColumns);
        ctx.Write(_columns);
        ctx.Writer.Write(_isKept);
        ctx.Writer.Write(_keepHidden);
    }

    internal static ITransformer Load(ModelLoadContext ctx) =>
        new ColumnSelectingTransformer(ctx.ReadTexts(), ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean());

    internal bool Keeps(string name) => _columns.Contains(name) == _isKept;

    internal void CheckNames(HashSet<string> present)
    {
        var missing = _columns.Where(name => !present.Contains(name)).ToArray();
        if (missing.Length > 0) throw Check.MissingColumn("inputSchema", string.Join("', '", missing));
    }

    private RowMapping Map(DataViewSchema input)
    {
        Check.NotNull(input, "inputSchema");
        CheckNames([.. input.Select(column => column.Name)]);
        var kept = _isKept
            ? _columns.SelectMany(name => input.Where(column => column.Name == name && (_keepHidden || !column.IsHidden)))
            : input.Where(column => !_columns.Contains(column.Name));
        return RowMapping.Selecting(input, kept.Select(column => column.Index));
    }
}
