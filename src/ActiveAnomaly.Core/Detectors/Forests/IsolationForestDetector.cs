using System.Diagnostics;
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
        var counter = request.Progress is null ? null : new TreeCounter(request.Progress, request.Stage, options.TreeCount);
        var forest = IsolationForest.Grow(
            request.Pool,
            options.TreeCount,
            options.SampleSize,
            new SeededRandom(Seed).Derive("isolation forest", request.Stage),
            counter is null ? null : counter.Add,
            request.CancellationToken);
        return Scored(new IsolationForestModel(request.Pool.FeatureCount, forest), request);
    }

    /// <summary>Reports every hundredth of the trees, one report after the other.</summary>
    private sealed class TreeCounter(IProgress<TrainingProgress> progress, int stage, int treeCount)
    {
        private readonly long _begin = Stopwatch.GetTimestamp();
        private readonly Lock _lock = new();
        private int _count;

        public void Add()
        {
            lock (_lock)
            {
                _count++;
                if (_count % Math.Max(treeCount / 100, 1) == 0 || _count == treeCount)
                {
                    var elapsed = Stopwatch.GetElapsedTime(_begin);
                    progress.Report(new TrainingProgress(
                        stage, "trees", _count - 1, treeCount, 0, elapsed, elapsed * ((treeCount - _count) / (double)_count)));
                }
            }
        }
    }
}
