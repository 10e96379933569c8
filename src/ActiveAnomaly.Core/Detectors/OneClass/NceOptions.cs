using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>The options of <see cref="NceDetector"/>.</summary>
public sealed record NceOptions : DeepOneClassOptions
{
    /// <summary>Gets which base loss the NCE term is added to.</summary>
    public OneClassBoundary Boundary { get; init; } = OneClassBoundary.OneClass;

    /// <summary>Gets the share of rows expected outside the soft boundary, in (0, 1]. Without effect on the one-class loss.</summary>
    public double Nu { get; init; } = Defaults.Nu;

    /// <summary>Gets the scale of the soft-boundary loss. Without effect on the one-class loss.</summary>
    public SoftBoundaryScale SoftBoundaryScale { get; init; } = SoftBoundaryScale.Program;

    /// <summary>
    /// Gets the number of epochs during which the soft boundary's radius stays 0, at least 0. Without effect on the one-class
    /// loss.
    /// </summary>
    public int RadiusWarmUpEpochCount { get; init; } = Defaults.RadiusWarmUpEpochCount;

    /// <summary>Gets what the mean of the base loss divides by when some rows of a minibatch do not count.</summary>
    public RejectionMean RejectionMean { get; init; } = RejectionMean.AllRows;

    /// <summary>Gets what the sum over pairs of the NCE term is divided by.</summary>
    public NceNormalization Normalization { get; init; } = NceNormalization.Pairs;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        DeepSvddOptions.RequireBoundary(Boundary, Nu, SoftBoundaryScale, RadiusWarmUpEpochCount, RejectionMean);
        Require(Enum.IsDefined(Normalization), nameof(Normalization), Normalization, "a value of NceNormalization");
    }
}
