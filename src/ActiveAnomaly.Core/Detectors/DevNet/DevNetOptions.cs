using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.DevNet;

/// <summary>The options of <see cref="DevNetDetector"/>; the defaults are the paper's and its program's.</summary>
public sealed record DevNetOptions : PenalizedNetworkOptions
{
    /// <summary>The defaults of what DevNet alone has.</summary>
    public static new class Defaults
    {
        /// <summary>How many deviations anomalies are pushed away.</summary>
        public const double Margin = 5;

        /// <summary>The number of reference scores.</summary>
        public const int ReferenceCount = 5000;
    }

    /// <summary>Gets how many standard deviations of the reference scores anomalies are pushed away from their mean, a, positive.</summary>
    public double Margin { get; init; } = Defaults.Margin;

    /// <summary>Gets the number of reference scores, drawn once from the standard normal distribution, in [2, 10,000,000].</summary>
    public int ReferenceCount { get; init; } = Defaults.ReferenceCount;

    /// <inheritdoc/>
    private protected override int SmallestBatchSize => 2;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        RequireMargin(Margin, nameof(Margin));
        Require(ReferenceCount is >= 2 and <= 10_000_000, nameof(ReferenceCount), ReferenceCount, "in [2, 10,000,000]");
    }
}
