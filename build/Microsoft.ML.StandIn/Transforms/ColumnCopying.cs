using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(string output, string input) : base(new ColumnCopyingTransformer([(output, input)])) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.NotNull(inputSchema, nameof(inputSchema));
        return inputSchema.With([.. Transformer.ColumnPairs.Select(pair => inputSchema.Find(pair.Input).Rename(pair.Output))]);
    }
}

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal ColumnCopyingTransformer((string Output, string Input)[] columns) : base(columns) { }

    internal static ITransformer Load(ModelLoadContext ctx) => new ColumnCopyingTransformer(ctx.ReadPairs());

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin(ModelFormat.CopyColumns);
        ctx.Write(ColumnPairs);
    }

    private protected override DataViewSchema.DetachedColumn MakeColumn(int index, DataViewSchema.Column input) =>
        new(ColumnPairs[index].Output, input.Type, input.Annotations);

    private protected override Delegate MakeGetter(int index, DataViewRow row, DataViewSchema.Column input) =>
        (Delegate)Generic.Call(GetterOf<int>, input.Type.RawType, row, input);

    private static ValueGetter<T> GetterOf<T>(DataViewRow row, DataViewSchema.Column input) => row.GetGetter<T>(input);
}
