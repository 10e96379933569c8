using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>
/// What the detectors that train an encoder have in common. Defaults are those of Kim et al. (Pattern Recognition Letters
/// 167, 2023) and its program, as docs/methods says in detail.
/// </summary>
public abstract record NetworkDetectorOptions : NeuralDetectorOptions
{
    private protected NetworkDetectorOptions()
    {
    }

    /// <summary>
    /// Gets the sizes of the encoder's hidden layers, each at least 1; null chooses by the number of features
    /// (<see cref="NetworkShape.DefaultHiddenSizes"/>).
    /// </summary>
    public IReadOnlyList<int>? HiddenSizes { get; init; }

    /// <summary>
    /// Gets the size of the code, at least 1; null chooses by the number of features
    /// (<see cref="NetworkShape.DefaultCodeSize"/>).
    /// </summary>
    public int? CodeSize { get; init; }

    /// <summary>Gets the number of rows in a minibatch, at least 2. With fewer rows than that, the one minibatch holds them all.</summary>
    public int BatchSize { get; init; } = Defaults.BatchSize;

    /// <summary>Gets the most minibatches an epoch, at least 1, for pools of which a part an epoch is enough; null for all rows.</summary>
    public int? LargestStepCount { get; init; }

    /// <summary>Gets the weight decay of Adam (L2 added to the gradient), at least 0.</summary>
    public double WeightDecay { get; init; } = Defaults.WeightDecay;

    /// <summary>Gets the options of a UAI head on top of the encoder, or null for none.</summary>
    public UaiHeadOptions? UaiHead { get; init; }

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        foreach (var size in HiddenSizes ?? [])
        {
            Require(size >= 1, nameof(HiddenSizes), size, "each at least 1");
        }

        Require(CodeSize is null or >= 1, nameof(CodeSize), CodeSize, "at least 1, or null");
        Require(BatchSize >= 2, nameof(BatchSize), BatchSize, "at least 2");
        Require(LargestStepCount is null or >= 1, nameof(LargestStepCount), LargestStepCount, "at least 1, or null");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "at least 0 and finite");
        Require(UaiHead is null || Enum.IsDefined(UaiHead.QueryBy), "UaiHead.QueryBy", UaiHead?.QueryBy, "a value of UaiOutput");
        Require(UaiHead is null || Enum.IsDefined(UaiHead.ScoreBy), "UaiHead.ScoreBy", UaiHead?.ScoreBy, "a value of UaiOutput");
    }

    /// <summary>The defaults, one constant each.</summary>
    public static class Defaults
    {
        /// <summary>Epochs of pre-training.</summary>
        public const int PretrainingEpochCount = 100;

        /// <summary>Epochs of training an autoencoder as a detector of its own.</summary>
        public const int AutoencoderEpochCount = 100;

        /// <summary>Epochs of one-class training.</summary>
        public const int EpochCount = 50;

        /// <summary>Rows in a minibatch.</summary>
        public const int BatchSize = 128;

        /// <summary>The learning rate.</summary>
        public const double LearningRate = 1e-3;

        /// <summary>The weight decay.</summary>
        public const double WeightDecay = 1e-6;

        /// <summary>The share of training rows expected to be abnormal.</summary>
        public const double Contamination = DefaultContamination;

        /// <summary>The weight of labelled rows in Deep SAD.</summary>
        public const double Eta = 1;

        /// <summary>The share of rows expected outside the soft boundary.</summary>
        public const double Nu = 0.5;

        /// <summary>Epochs during which the soft boundary's radius stays 0.</summary>
        public const int RadiusWarmUpEpochCount = 10;
    }
}
