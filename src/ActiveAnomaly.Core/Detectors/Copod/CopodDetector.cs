using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors.Copod;

/// <summary>
/// COPOD (Li et al., ICDM 2020): a row is abnormal whose features lie in the tails of what the pool has. It learns without labels, draws
/// no random number, and does not depend on the features' scales.
/// </summary>
/// <remarks>
/// Deviation: a skewed feature counts by its longer tail, whatever the skewness; the authors' program adds both tails where it lies
/// between -1 and 1, which their paper does not say.
/// </remarks>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class CopodDetector(CopodOptions options) : Detector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public CopodDetector()
        : this(new CopodOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "COPOD";

    /// <inheritdoc/>
    public override bool UsesLabels => false;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Scored(new CopodModel(TailProbabilities.Learn(request.Pool, request.CancellationToken)), request);
    }
}
