using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Detectors.Rosas;

/// <summary>The options of <see cref="RosasDetector"/>. Defaults are those of the authors' program.</summary>
public sealed record RosasOptions : WeaklySupervisedOptions
{
    /// <summary>Creates the default options.</summary>
    public RosasOptions()
        : base(Defaults.EpochCount, Defaults.LearningRate, Defaults.StepCount, Defaults.BatchSize)
    {
    }

    /// <summary>Gets the parameter of the Beta distribution that the shares of mixed rows come from, positive and finite.</summary>
    public double Alpha { get; init; } = Defaults.Alpha;

    /// <summary>
    /// Gets how much farther from unlabelled rows labelled anomalies are to be embedded than unlabelled rows, at least 0.
    /// </summary>
    public double Margin { get; init; } = Defaults.Margin;

    /// <summary>Gets the number of rows that each mixed row is made of, at least 2.</summary>
    public int MixedRowCount { get; init; } = Defaults.MixedRowCount;

    /// <summary>Gets the size of the embedding, at least 2.</summary>
    public int EmbeddingSize { get; init; } = Defaults.EmbeddingSize;

    /// <summary>Gets the weight decay of Adam (L2 added to the gradient), at least 0.</summary>
    public double WeightDecay { get; init; } = Defaults.WeightDecay;

    /// <summary>Gets what is left out of the method: for experiments.</summary>
    public RosasAblation Ablation { get; init; } = RosasAblation.None;

    /// <summary>
    /// Gets a value indicating whether training stops when ROC AUC plus AUC-PR of <see cref="TrainingRequest.Validation"/> has not
    /// risen for 15 epochs, and gives the best epoch's network, as the authors' program does. It leaks labels: that takes as many
    /// rows of which everything is known as a test has, which nobody has who needs a method for a few labelled anomalies. For
    /// comparing with the paper's figures.
    /// </summary>
    public bool StopsOnValidation { get; init; }

    /// <inheritdoc/>
    private protected override int SmallestBatchSize => 1;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(Alpha > 0 && double.IsFinite(Alpha), nameof(Alpha), Alpha, "positive and finite");
        Require(Margin >= 0 && double.IsFinite(Margin), nameof(Margin), Margin, "at least 0 and finite");
        Require(MixedRowCount >= 2, nameof(MixedRowCount), MixedRowCount, "at least 2");
        Require(EmbeddingSize >= 2, nameof(EmbeddingSize), EmbeddingSize, "at least 2");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "at least 0 and finite");
        Require(Enum.IsDefined(Ablation), nameof(Ablation), Ablation, "a value of RosasAblation");
    }

    /// <summary>The defaults, one constant each.</summary>
    public static class Defaults
    {
        /// <summary>The parameter of the Beta distribution.</summary>
        public const double Alpha = 0.5;

        /// <summary>The margin of the triplet loss.</summary>
        public const double Margin = 1;

        /// <summary>The rows that each mixed row is made of.</summary>
        public const int MixedRowCount = 2;

        /// <summary>The size of the embedding.</summary>
        public const int EmbeddingSize = 128;

        /// <summary>Anchors in a batch.</summary>
        public const int BatchSize = 32;

        /// <summary>Batches an epoch.</summary>
        public const int StepCount = 16;

        /// <summary>Epochs.</summary>
        public const int EpochCount = 200;

        /// <summary>The learning rate.</summary>
        public const double LearningRate = 5e-3;

        /// <summary>The weight decay.</summary>
        public const double WeightDecay = 1e-4;
    }
}
