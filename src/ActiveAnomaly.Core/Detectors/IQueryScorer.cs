using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>What models can do that query by something else than their scores, such as the output of a head.</summary>
public interface IQueryScorer
{
    /// <summary>Computes scores and query scores in one pass over the rows.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="scores">Receives the model's scores [n].</param>
    /// <param name="queryScores">Receives what queries are made by [n]; higher is more anomalous.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    /// <exception cref="ArgumentException">The rows have another number of features, or a span another length.</exception>
    /// <exception cref="OperationCanceledException">Scoring was cancelled.</exception>
    void Score(FeatureMatrix rows, Span<float> scores, Span<float> queryScores, CancellationToken cancellationToken = default);
}
