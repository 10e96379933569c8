using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.BiGan;

/// <summary>The options of <see cref="BiGanDetector"/>.</summary>
public sealed record BiGanOptions : NeuralDetectorOptions
{
    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The number of epochs; the authors' program has no default, and asks for it.</summary>
        public const int EpochCount = 50;

        /// <summary>The learning rate of Adam.</summary>
        public const double LearningRate = 1e-4;

        /// <summary>The number of rows of a minibatch, the authors' on tables.</summary>
        public const int BatchSize = 50;

        /// <summary>The size of a code, and of the noise that rows are made of.</summary>
        public const int CodeSize = 200;

        /// <summary>The number of units that the discriminator has for rows.</summary>
        public const int RowUnitCount = 256;

        /// <summary>The number of units that the discriminator has for codes.</summary>
        public const int CodeUnitCount = 512;

        /// <summary>The number of units that the discriminator has for both together.</summary>
        public const int JointUnitCount = 1024;

        /// <summary>The sizes of the encoder's hidden layers.</summary>
        internal static IReadOnlyList<int> HiddenSizes { get; } = [128, 64];
    }

    /// <summary>Creates the default options.</summary>
    public BiGanOptions()
    {
        EpochCount = Defaults.EpochCount;
        LearningRate = Defaults.LearningRate;
    }

    /// <summary>
    /// Gets the sizes of the encoder's hidden layers, each at least 1: null for 128 and 64, empty for none; the generator has them the
    /// other way round.
    /// </summary>
    public IReadOnlyList<int>? HiddenSizes { get; init; }

    /// <summary>Gets the size of a code, and of the noise that rows are made of, at least 1.</summary>
    public int CodeSize { get; init; } = Defaults.CodeSize;

    /// <summary>Gets the number of units that the discriminator has for rows, at least 1.</summary>
    public int RowUnitCount { get; init; } = Defaults.RowUnitCount;

    /// <summary>Gets the number of units that the discriminator has for codes, at least 1.</summary>
    public int CodeUnitCount { get; init; } = Defaults.CodeUnitCount;

    /// <summary>Gets the number of units that the discriminator has for both together, at least 1.</summary>
    public int JointUnitCount { get; init; } = Defaults.JointUnitCount;

    /// <summary>Gets the number of rows of a minibatch, at least 1; a smaller pool is one minibatch.</summary>
    public int BatchSize { get; init; } = Defaults.BatchSize;

    /// <summary>Gets the most minibatches an epoch, at least 1, for pools of which a part an epoch is enough; null for all rows.</summary>
    public int? LargestStepCount { get; init; }

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        foreach (var size in HiddenSizes ?? [])
        {
            Require(size >= 1, nameof(HiddenSizes), size, "each at least 1; empty for no hidden layer");
        }

        Require(CodeSize >= 1, nameof(CodeSize), CodeSize, "at least 1");
        Require(RowUnitCount >= 1, nameof(RowUnitCount), RowUnitCount, "at least 1");
        Require(CodeUnitCount >= 1, nameof(CodeUnitCount), CodeUnitCount, "at least 1");
        Require(JointUnitCount >= 1, nameof(JointUnitCount), JointUnitCount, "at least 1");
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Require(LargestStepCount is null or >= 1, nameof(LargestStepCount), LargestStepCount, "at least 1, or null");
    }
}
