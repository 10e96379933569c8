using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// What models with a posterior can do: say how little is known of rows, and how much less each further answer would leave.
/// </summary>
public interface IPosteriorVariance
{
    /// <summary>Computes the posterior variances of rows.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The variances; the object belongs to the caller.</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    PosteriorVariance Variance(FeatureMatrix rows, CancellationToken cancellationToken = default);
}
