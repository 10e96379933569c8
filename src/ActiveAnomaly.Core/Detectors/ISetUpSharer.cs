using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// Shares a detector's set-up out by rows, such as over other machines. The result is the same bits as where all rows are computed by
/// <see cref="IRowSetUp.Compute"/>. Thread safe.
/// </summary>
public interface ISetUpSharer
{
    /// <summary>Computes all rows of a pool.</summary>
    /// <param name="detector">The detector, which is <see cref="ISharedSetUp"/>.</param>
    /// <param name="pool">The rows.</param>
    /// <param name="setUp">
    /// What the detector prepares of them here (<see cref="ISharedSetUp.PrepareSetUp"/>), when it is first wanted: others prepare it
    /// meanwhile.
    /// </param>
    /// <param name="values">Receives [n x <see cref="IRowSetUp.ValueCount"/>].</param>
    /// <param name="computed">Is told of rows that are computed, how many each time, from several threads; null for nobody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    void Compute(
        Detector detector,
        FeatureMatrix pool,
        Lazy<IRowSetUp> setUp,
        Memory<float> values,
        Action<int>? computed,
        CancellationToken cancellationToken);
}
