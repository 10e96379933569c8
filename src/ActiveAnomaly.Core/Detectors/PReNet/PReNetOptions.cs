using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.PReNet;

/// <summary>The options of <see cref="PReNetDetector"/>; the defaults are the paper's and its program's.</summary>
public sealed record PReNetOptions : PenalizedNetworkOptions
{
    /// <summary>The defaults of what PReNet alone has.</summary>
    public static new class Defaults
    {
        /// <summary>The relation of two unlabelled rows.</summary>
        public const double UnlabeledTarget = 0;

        /// <summary>The relation of an unlabelled and an abnormal row.</summary>
        public const double MixedTarget = 4;

        /// <summary>The relation of two abnormal rows.</summary>
        public const double AbnormalTarget = 8;

        /// <summary>The number of rows of each kind that a row is paired with for its score.</summary>
        public const int PartnerCount = 30;
    }

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
    private protected override int SmallestBatchSize => 4;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        RequireTarget(UnlabeledTarget, nameof(UnlabeledTarget), UnlabeledTarget < MixedTarget, "less than MixedTarget");
        RequireTarget(AbnormalTarget, nameof(AbnormalTarget), AbnormalTarget > MixedTarget, "greater than MixedTarget");
        Require(PartnerCount is >= 1 and <= 100_000, nameof(PartnerCount), PartnerCount, "in [1, 100,000]");
    }

    private static void RequireTarget(double target, string property, bool isInOrder, string order) =>
        Require(isInOrder && float.IsFinite((float)target), property, target, $"finite in single precision, and {order}");
}
