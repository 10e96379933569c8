using ActiveAnomaly.Objectives;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>Makes the base losses that several methods choose from.</summary>
internal static class BaseLosses
{
    public static ScoreObjective Create(
        OneClassBoundary boundary,
        PassValue scores,
        RowRoles roles,
        bool rejectAbnormal,
        RejectionMean mean,
        double nu,
        int radiusWarmUpEpochCount,
        SoftBoundaryScale scale) =>
        boundary == OneClassBoundary.SoftBoundary
            ? new SoftBoundaryObjective(scores, roles, rejectAbnormal, mean, (float)nu, radiusWarmUpEpochCount, scale)
            : new OneClassObjective(scores, roles, rejectAbnormal, mean);
}
