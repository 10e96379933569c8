using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>A detector whose set-up may be shared out by rows.</summary>
public interface ISharedSetUp
{
    /// <summary>
    /// Learns what every row is computed with: of the pool, the detector's options and its seed alone, so that it is the same bits on every
    /// machine.
    /// </summary>
    /// <param name="pool">The rows, which the detector can be trained on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What computes rows.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    IRowSetUp PrepareSetUp(FeatureMatrix pool, CancellationToken cancellationToken);
}
