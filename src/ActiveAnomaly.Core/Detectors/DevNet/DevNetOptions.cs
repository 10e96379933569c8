using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.DevNet;

/// <summary>The options of <see cref="DevNetDetector"/>; the defaults are the paper's and its program's.</summary>
public sealed record DevNetOptions : NeuralDetectorOptions
{
    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The number of epochs.</summary>
        public const int EpochCount = 50;

        /// <summary>The learning rate of RMSprop.</summary>
        public const double LearningRate = 1e-3;

        /// <summary>The number of batches an epoch.</summary>
        public const int StepCount = 20;

        /// <summary>The number of rows of a batch.</summary>
        public const int BatchSize = 512;

        /// <summary>The number of units of the one hidden layer.</summary>
        public const int HiddenSize = 20;

        /// <summary>The factor of the penalty on the hidden layers' weights.</summary>
        public const double WeightPenalty = 0.01;

        /// <summary>The largest norm of a step's gradient.</summary>
        public const double LargestGradientNorm = 1;

        /// <summary>How many deviations anomalies are pushed away.</summary>
        public const double Margin = 5;

        /// <summary>The number of reference scores.</summary>
        public const int ReferenceCount = 5000;
    }

    /// <summary>Creates the default options.</summary>
    public DevNetOptions()
    {
        EpochCount = Defaults.EpochCount;
        LearningRate = Defaults.LearningRate;
    }

    /// <summary>
    /// Gets the sizes of the hidden layers, each at least 1: null for one of 20 units, empty for a linear score; the paper tries 1000, 250,
    /// 20 as well.
    /// </summary>
    public IReadOnlyList<int>? HiddenSizes { get; init; }

    /// <summary>Gets the number of batches an epoch, at least 1.</summary>
    public int StepCount { get; init; } = Defaults.StepCount;

    /// <summary>
    /// Gets the number of rows of a batch, at least 2: half of them, rounded down, labelled anomalies, all drawn with replacement.
    /// </summary>
    public int BatchSize { get; init; } = Defaults.BatchSize;

    /// <summary>Gets the factor l of the penalty l sum w^2 on the weights of the hidden layers, at least 0.</summary>
    public double WeightPenalty { get; init; } = Defaults.WeightPenalty;

    /// <summary>Gets the largest norm of a step's gradient, to which a longer one is shortened, positive; null for any length.</summary>
    public double? LargestGradientNorm { get; init; } = Defaults.LargestGradientNorm;

    /// <summary>Gets how many standard deviations of the reference scores anomalies are pushed away from their mean, a, positive.</summary>
    public double Margin { get; init; } = Defaults.Margin;

    /// <summary>Gets the number of reference scores, drawn once from the standard normal distribution, in [2, 10,000,000].</summary>
    public int ReferenceCount { get; init; } = Defaults.ReferenceCount;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        foreach (var size in HiddenSizes ?? [])
        {
            Require(size >= 1, nameof(HiddenSizes), size, "each at least 1; empty for a linear score");
        }

        Require(StepCount >= 1, nameof(StepCount), StepCount, "at least 1");
        Require(BatchSize >= 2, nameof(BatchSize), BatchSize, "at least 2");
        Require(WeightPenalty >= 0 && double.IsFinite(WeightPenalty), nameof(WeightPenalty), WeightPenalty, "at least 0 and finite");
        Require(
            LargestGradientNorm is null || (LargestGradientNorm > 0 && double.IsFinite(LargestGradientNorm.Value)),
            nameof(LargestGradientNorm),
            LargestGradientNorm,
            "positive and finite, or null");
        Require(Margin > 0 && double.IsFinite((float)Margin), nameof(Margin), Margin, "positive and finite in single precision");
        Require(ReferenceCount is >= 2 and <= 10_000_000, nameof(ReferenceCount), ReferenceCount, "in [2, 10,000,000]");
    }
}
