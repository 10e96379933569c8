using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly EstimatorStep[] _steps;

    public readonly IEstimator<TLastTransformer> LastEstimator;

    public EstimatorChain() : this([]) { }

    internal EstimatorChain(EstimatorStep[] steps)
    {
        _steps = steps;
        LastEstimator = steps.LastOrDefault().Estimator as IEstimator<TLastTransformer>;
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var transformers = new ITransformer[_steps.Length];
        for (int i = 0; i < _steps.Length; i++)
        {
            transformers[i] = _steps[i].Estimator.Fit(input);
            input = transformers[i].Transform(input);
            if (_steps[i].CacheAfter && i < _steps.Length - 1) input = new CachedDataView(input);
        }
        return new TransformerChain<TLastTransformer>(transformers, _steps.Select(step => step.Scope));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _steps.Aggregate(inputSchema, (shape, step) => step.Estimator.GetOutputSchema(shape));

    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator,
        TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        Check.NotNull(estimator, nameof(estimator));
        return new EstimatorChain<TNewTrans>([.. _steps, new EstimatorStep(estimator, scope, CacheAfter: false)]);
    }

    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        Check.NotNull(env, nameof(env));
        Check.State(_steps.Length > 0, "There is nothing to cache after: the chain is empty.");
        return new EstimatorChain<TLastTransformer>([.. _steps[..^1], _steps[^1] with { CacheAfter = true }]);
    }
}

internal readonly record struct EstimatorStep(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter);
