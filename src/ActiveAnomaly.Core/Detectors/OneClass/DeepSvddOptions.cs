using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>The options of <see cref="DeepSvddDetector"/>.</summary>
public sealed record DeepSvddOptions : DeepOneClassOptions
{
    /// <summary>Gets which base loss is used.</summary>
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

    /// <summary>
    /// Gets a value indicating whether rows labelled abnormal contribute nothing, instead of being pulled towards the centre.
    /// </summary>
    public bool RejectAbnormal { get; init; } = true;

    /// <summary>Gets what the mean of the loss divides by when some rows of a minibatch do not count.</summary>
    public RejectionMean RejectionMean { get; init; } = RejectionMean.AllRows;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        RequireBoundary(Boundary, Nu, SoftBoundaryScale, RadiusWarmUpEpochCount, RejectionMean);
    }

    internal static void RequireBoundary(OneClassBoundary boundary, double nu, SoftBoundaryScale scale, int warmUp, RejectionMean mean)
    {
        Require(Enum.IsDefined(boundary), nameof(Boundary), boundary, "a value of OneClassBoundary");
        Require(nu is > 0 and <= 1, nameof(Nu), nu, "in (0, 1]");
        Require(Enum.IsDefined(scale), nameof(SoftBoundaryScale), scale, "a value of SoftBoundaryScale");
        Require(warmUp >= 0, nameof(RadiusWarmUpEpochCount), warmUp, "at least 0");
        Require(Enum.IsDefined(mean), nameof(RejectionMean), mean, "a value of RejectionMean");
    }
}
