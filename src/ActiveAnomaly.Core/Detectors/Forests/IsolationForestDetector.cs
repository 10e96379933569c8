using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Forests;

/// <summary>
/// Isolation forest (Liu, Ting and Zhou, ICDM 2008): rows that few random splits separate from the rest are abnormal. It learns
/// without labels, at any scale of the features, and in milliseconds; trees are grown and pools scored in parallel, with the same
/// bits at any number of threads.
/// </summary>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class IsolationForestDetector(IsolationForestOptions options) : Detector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public IsolationForestDetector()
        : this(new IsolationForestOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "isolation forest";

    /// <inheritdoc/>
    public override bool UsesLabels => false;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var counter = request.Progress is null ? null : new TreeCounter(request.Progress, request.Stage, "trees", options.TreeCount);
        var forest = IsolationForest.Grow(
            request.Pool,
            options.TreeCount,
            options.SampleSize,
            new SeededRandom(Seed).Derive("isolation forest", request.Stage),
            counter is null ? null : counter.Add,
            request.CancellationToken);
        return Scored(new IsolationForestModel(request.Pool.FeatureCount, forest), request);
    }
}
