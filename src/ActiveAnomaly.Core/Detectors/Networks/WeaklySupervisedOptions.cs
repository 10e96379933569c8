using ActiveAnomaly.Detectors.Forests;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>
/// What the networks that learn from a few rows labelled abnormal have in common: epochs of so many batches, each drawn anew.
/// </summary>
public abstract record WeaklySupervisedOptions : NeuralDetectorOptions, IForestFallback
{
    private protected WeaklySupervisedOptions(int epochCount, double learningRate, int stepCount, int batchSize) =>
        (EpochCount, LearningRate, StepCount, BatchSize) = (epochCount, learningRate, stepCount, batchSize);

    /// <summary>Gets the number of batches an epoch, at least 1.</summary>
    public int StepCount { get; init; }

    /// <summary>
    /// Gets the size of a batch. In DevNet and FeaWAD rows, at least 2: half of them, rounded down, labelled anomalies, all drawn with
    /// replacement. In PReNet pairs, at least 4: a quarter of them, rounded down, of an unlabelled and an abnormal row, twice as many of
    /// two unlabelled rows, the rest of two abnormal ones. In RoSAS anchors, at least 1, beside which it has as many positives and labelled
    /// anomalies; with fewer unlabelled rows than that, it is their number.
    /// </summary>
    public int BatchSize { get; init; }

    /// <summary>Gets the smallest size of a batch that the method can make.</summary>
    private protected abstract int SmallestBatchSize { get; }

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(StepCount >= 1, nameof(StepCount), StepCount, "at least 1");
        Require(BatchSize >= SmallestBatchSize, nameof(BatchSize), BatchSize, $"at least {SmallestBatchSize}");
    }

    /// <summary>Throws unless a margin of a deviation loss is one.</summary>
    private protected static void RequireMargin(double margin, string property) =>
        Require(margin > 0 && float.IsFinite((float)margin), property, margin, "positive and finite in single precision");

    /// <summary>Throws unless each of a list of layers' sizes is at least 1.</summary>
    private protected static void RequireSizes(IReadOnlyList<int>? sizes, string property, string without)
    {
        foreach (var size in sizes ?? [])
        {
            Require(size >= 1, property, size, $"each at least 1; empty for {without}");
        }
    }
}
