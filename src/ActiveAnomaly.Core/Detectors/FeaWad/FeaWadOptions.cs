using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.FeaWad;

/// <summary>The options of <see cref="FeaWadDetector"/>; the defaults are the paper's and its program's.</summary>
public sealed record FeaWadOptions : WeaklySupervisedOptions
{
    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The number of epochs after pre-training.</summary>
        public const int EpochCount = 30;

        /// <summary>The number of epochs of pre-training.</summary>
        public const int PretrainingEpochCount = 100;

        /// <summary>The learning rate of Adam.</summary>
        public const double LearningRate = 1e-4;

        /// <summary>The number of batches an epoch.</summary>
        public const int StepCount = 20;

        /// <summary>The number of rows of a batch.</summary>
        public const int BatchSize = 512;

        /// <summary>The size of a code.</summary>
        public const int CodeSize = 64;

        /// <summary>How far anomalies are pushed from 0.</summary>
        public const double Margin = 5;

        /// <summary>The size of the autoencoder's hidden layer on either side of the code.</summary>
        internal const int HiddenSize = 128;

        /// <summary>The sizes of the hidden layers of the network that scores.</summary>
        internal static IReadOnlyList<int> ScoreSizes { get; } = [256, 32];
    }

    /// <summary>Creates the default options.</summary>
    public FeaWadOptions()
        : base(Defaults.EpochCount, Defaults.LearningRate, Defaults.StepCount, Defaults.BatchSize)
    {
    }

    /// <summary>Gets the number of epochs of pre-training the autoencoder on the rows not labelled abnormal, at least 0.</summary>
    public int PretrainingEpochCount { get; init; } = Defaults.PretrainingEpochCount;

    /// <summary>
    /// Gets a value indicating whether an active-learning session pre-trains once, on all rows, labelled anomalies too, and starts every
    /// stage from that, in about half of the time; else every stage pre-trains anew, on the rows not labelled abnormal then.
    /// </summary>
    public bool ReusePretraining { get; init; }

    /// <summary>Gets the sizes of the encoder's hidden layers, each at least 1: null for d and 128, empty for none.</summary>
    public IReadOnlyList<int>? EncoderSizes { get; init; }

    /// <summary>Gets the size of a code, at least 1.</summary>
    public int CodeSize { get; init; } = Defaults.CodeSize;

    /// <summary>Gets the sizes of the decoder's hidden layers, each at least 1: null for one of 128, empty for none.</summary>
    public IReadOnlyList<int>? DecoderSizes { get; init; }

    /// <summary>
    /// Gets the sizes of the hidden layers between what is encoded and the score, each at least 1: null for 256 and 32, empty for a score
    /// that is linear in the encoding.
    /// </summary>
    public IReadOnlyList<int>? ScoreSizes { get; init; }

    /// <summary>Gets how far from 0, where other rows' scores are pulled to, those of labelled anomalies are pushed, positive.</summary>
    public double Margin { get; init; } = Defaults.Margin;

    /// <inheritdoc/>
    private protected override int SmallestBatchSize => 2;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(PretrainingEpochCount >= 0, nameof(PretrainingEpochCount), PretrainingEpochCount, "at least 0");
        RequireSizes(EncoderSizes, nameof(EncoderSizes), "no hidden layer");
        Require(CodeSize >= 1, nameof(CodeSize), CodeSize, "at least 1");
        RequireSizes(DecoderSizes, nameof(DecoderSizes), "no hidden layer");
        RequireSizes(ScoreSizes, nameof(ScoreSizes), "a linear score");
        RequireMargin(Margin, nameof(Margin));
    }
}
