using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.PReNet;

/// <summary>The options of <see cref="PReNetDetector"/>; the defaults are the paper's and its program's.</summary>
public sealed record PReNetOptions : NeuralDetectorOptions
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

        /// <summary>The number of pairs of a batch.</summary>
        public const int BatchSize = 512;

        /// <summary>The number of units of the one hidden layer.</summary>
        public const int HiddenSize = 20;

        /// <summary>The factor of the penalty on the hidden layers' weights.</summary>
        public const double WeightPenalty = 0.01;

        /// <summary>The largest norm of a step's gradient.</summary>
        public const double LargestGradientNorm = 1;

        /// <summary>The relation of two unlabelled rows.</summary>
        public const double UnlabeledTarget = 0;

        /// <summary>The relation of an unlabelled and an abnormal row.</summary>
        public const double MixedTarget = 4;

        /// <summary>The relation of two abnormal rows.</summary>
        public const double AbnormalTarget = 8;

        /// <summary>The number of rows of each kind that a row is paired with for its score.</summary>
        public const int PartnerCount = 30;
    }

    /// <summary>Creates the default options.</summary>
    public PReNetOptions()
    {
        EpochCount = Defaults.EpochCount;
        LearningRate = Defaults.LearningRate;
    }

    /// <summary>
    /// Gets the sizes of the hidden layers that both rows of a pair go through, each at least 1: null for one of 20 units, empty for a
    /// relation that is linear in both rows; the program has 1000, 250, 20 as well.
    /// </summary>
    public IReadOnlyList<int>? HiddenSizes { get; init; }

    /// <summary>Gets the number of batches an epoch, at least 1.</summary>
    public int StepCount { get; init; } = Defaults.StepCount;

    /// <summary>
    /// Gets the number of pairs of a batch, at least 4: a quarter of them, rounded down, of an unlabelled and an abnormal row, twice as
    /// many of two unlabelled rows, the rest of two abnormal ones.
    /// </summary>
    public int BatchSize { get; init; } = Defaults.BatchSize;

    /// <summary>Gets the factor l of the penalty l sum w^2 on the weights of the hidden layers, at least 0.</summary>
    public double WeightPenalty { get; init; } = Defaults.WeightPenalty;

    /// <summary>Gets the largest norm of a step's gradient, to which a longer one is shortened, positive; null for any length.</summary>
    public double? LargestGradientNorm { get; init; } = Defaults.LargestGradientNorm;

    /// <summary>Gets the relation that two unlabelled rows should have, less than <see cref="MixedTarget"/>.</summary>
    public double UnlabeledTarget { get; init; } = Defaults.UnlabeledTarget;

    /// <summary>Gets the relation that an unlabelled and an abnormal row should have.</summary>
    public double MixedTarget { get; init; } = Defaults.MixedTarget;

    /// <summary>Gets the relation that two abnormal rows should have, greater than <see cref="MixedTarget"/>.</summary>
    public double AbnormalTarget { get; init; } = Defaults.AbnormalTarget;

    /// <summary>
    /// Gets the number of unlabelled and of abnormal rows, drawn once for all rows, that a row is paired with for its score, in [1,
    /// 100,000]. They add the same to each score.
    /// </summary>
    public int PartnerCount { get; init; } = Defaults.PartnerCount;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        foreach (var size in HiddenSizes ?? [])
        {
            Require(size >= 1, nameof(HiddenSizes), size, "each at least 1; empty for a linear relation");
        }

        Require(StepCount >= 1, nameof(StepCount), StepCount, "at least 1");
        Require(BatchSize >= 4, nameof(BatchSize), BatchSize, "at least 4");
        Require(WeightPenalty >= 0 && double.IsFinite(WeightPenalty), nameof(WeightPenalty), WeightPenalty, "at least 0 and finite");
        Require(
            LargestGradientNorm is null || (LargestGradientNorm > 0 && double.IsFinite(LargestGradientNorm.Value)),
            nameof(LargestGradientNorm),
            LargestGradientNorm,
            "positive and finite, or null");
        RequireTarget(UnlabeledTarget, nameof(UnlabeledTarget), UnlabeledTarget < MixedTarget, "less than MixedTarget");
        RequireTarget(AbnormalTarget, nameof(AbnormalTarget), AbnormalTarget > MixedTarget, "greater than MixedTarget");
        Require(PartnerCount is >= 1 and <= 100_000, nameof(PartnerCount), PartnerCount, "in [1, 100,000]");
    }

    private static void RequireTarget(double target, string property, bool isInOrder, string order) =>
        Require(isInOrder && float.IsFinite((float)target), property, target, $"finite in single precision, and {order}");
}
