using Microsoft.ML.Data;

namespace Microsoft.ML;

public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly ObjectRow<TSrc> _input;
    private readonly Action<TDst> _fill;
    private bool _disposed;

    private protected PredictionEngineBase(ITransformer transformer, bool ignoreMissingColumns, SchemaDefinition input,
        SchemaDefinition output)
    {
        Check.NotNull(transformer, nameof(transformer));
        Check.Argument(transformer.IsRowToRowMapper, nameof(transformer), "A prediction engine needs a transformer that maps row by row.");
        _transformer = transformer;
        _input = new ObjectRow<TSrc>(MemberBinding.Of(typeof(TSrc), input, SchemaDefinition.Direction.Read));
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        var writer = new ObjectWriter<TDst>(mapper.OutputSchema, ignoreMissingColumns, output);
        _fill = writer.Bind(mapper.GetRow(_input, mapper.OutputSchema));
        OutputSchema = transformer.GetOutputSchema(_input.Schema);
    }

    public DataViewSchema OutputSchema { get; }

    public TDst Predict(TSrc example)
    {
        var result = new TDst();
        Predict(example, ref result);
        return result;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    public void Dispose()
    {
        if (_disposed) return;
        _input.Dispose();
        (_transformer as IDisposable)?.Dispose();
        _disposed = true;
    }

    private protected void Map(TSrc example, TDst prediction)
    {
        _input.Set(example);
        _fill(prediction);
    }
}

public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(ITransformer transformer, bool ignoreMissingColumns, SchemaDefinition input, SchemaDefinition output)
        : base(transformer, ignoreMissingColumns, input, output) { }

    public override void Predict(TSrc example, ref TDst prediction)
    {
        Check.NotNull(example, nameof(example));
        prediction ??= new TDst();
        Map(example, prediction);
    }
}
