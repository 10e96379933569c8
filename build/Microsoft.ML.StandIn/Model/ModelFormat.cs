using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>The names under which transformers are saved, and how each is loaded.</summary>
internal static class ModelFormat
{
    public const string TransformerChain = "TransformerChain";
    public const string Concatenate = "Concatenate";
    public const string CopyColumns = "CopyColumns";
    public const string SelectColumns = "SelectColumns";
    public const string CustomMapping = "CustomMapping";
    public const string MapValue = "MapValue";
    public const string Normalize = "Normalize";
    public const string ConvertType = "ConvertType";
    public const string MapValueToKey = "MapValueToKey";
    public const string OneHotEncoding = "OneHotEncoding";
    public const string ReplaceMissingValues = "ReplaceMissingValues";

    private static readonly Dictionary<string, Func<ModelLoadContext, ITransformer>> Loaders = new()
    {
        [TransformerChain] = LoadChain,
        [Concatenate] = ColumnConcatenatingTransformer.Load,
        [CopyColumns] = ColumnCopyingTransformer.Load,
        [SelectColumns] = ColumnSelectingTransformer.Load,
        [CustomMapping] = CustomMappingFormat.Load,
        [MapValue] = ValueMappingTransformer.Load,
        [Normalize] = NormalizingTransformer.Load,
        [ConvertType] = TypeConvertingTransformer.Load,
        [MapValueToKey] = ValueToKeyMappingTransformer.Load,
        [OneHotEncoding] = KeyToVectorTransformer.Load,
        [ReplaceMissingValues] = MissingValueReplacingTransformer.Load,
    };

    public static ITransformer Load(ModelLoadContext ctx)
    {
        string format = ctx.Reader.ReadString();
        return Loaders.TryGetValue(format, out var load) ? load(ctx)
            : throw new FormatException($"The model names a transformer that is not known: '{format}'.");
    }

    private static TransformerChain<ITransformer> LoadChain(ModelLoadContext ctx)
    {
        int count = ctx.Reader.ReadInt32();
        var scopes = new TransformerScope[count];
        var transformers = new ITransformer[count];
        for (int i = 0; i < count; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
            transformers[i] = ctx.LoadModel();
        }
        return new TransformerChain<ITransformer>(transformers, scopes);
    }
}
