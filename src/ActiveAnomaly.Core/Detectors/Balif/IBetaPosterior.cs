using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.Balif;

/// <summary>What models can do whose score of a row is the mean of a Beta distribution: give that distribution.</summary>
public interface IBetaPosterior
{
    /// <summary>Gathers what the model knows of each row.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="cancellationToken">Cancels gathering.</param>
    /// <returns>A Beta distribution a row; it belongs to the caller, and nothing done to it changes the model.</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    /// <exception cref="OperationCanceledException">Gathering was cancelled.</exception>
    IBetaEvidence Evidence(FeatureMatrix rows, CancellationToken cancellationToken = default);
}
