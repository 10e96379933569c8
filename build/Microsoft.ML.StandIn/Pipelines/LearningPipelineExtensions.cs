using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public static class LearningPipelineExtensions
{
    public static EstimatorChain<TTrans> Append<TTrans>(
        this IEstimator<ITransformer> start, IEstimator<TTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TTrans : class, ITransformer
    {
        Check.NotNull(start, nameof(start));
        return (start as EstimatorChain<ITransformer> ?? new EstimatorChain<ITransformer>().Append(start)).Append(estimator, scope);
    }

    public static EstimatorChain<TTrans> AppendCacheCheckpoint<TTrans>(this IEstimator<TTrans> start, IHostEnvironment env)
        where TTrans : class, ITransformer
    {
        Check.NotNull(start, nameof(start));
        return new EstimatorChain<ITransformer>().Append(start).AppendCacheCheckpoint(env);
    }

    public static TransformerChain<TTrans> Append<TTrans>(this ITransformer start, TTrans transformer) where TTrans : class, ITransformer
    {
        Check.NotNull(start, nameof(start));
        Check.NotNull(transformer, nameof(transformer));
        return new TransformerChain<TTrans>(start, transformer);
    }

    public static IEstimator<TTransformer> WithOnFitDelegate<TTransformer>(this IEstimator<TTransformer> estimator,
        Action<TTransformer> onFit)
        where TTransformer : class, ITransformer
    {
        Check.NotNull(estimator, nameof(estimator));
        Check.NotNull(onFit, nameof(onFit));
        return new NotifyingEstimator<TTransformer>(estimator, onFit);
    }

    private sealed class NotifyingEstimator<TTransformer>(IEstimator<TTransformer> inner,
        Action<TTransformer> onFit) : IEstimator<TTransformer>
        where TTransformer : class, ITransformer
    {
        public TTransformer Fit(IDataView input)
        {
            var transformer = inner.Fit(input);
            onFit(transformer);
            return transformer;
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
    }
}
