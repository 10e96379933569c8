using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>Makes the base losses that several methods choose from.</summary>
internal static class BaseLosses
{
    public static DistanceObjective Create(
        OneClassBoundary boundary, float[] center, RowRoles roles, bool rejectAbnormal, RejectionMean mean, double nu, int radiusWarmUpEpochCount, SoftBoundaryScale scale) =>
        boundary == OneClassBoundary.SoftBoundary
            ? new SoftBoundaryObjective(center, roles, rejectAbnormal, mean, (float)nu, radiusWarmUpEpochCount, scale)
            : new OneClassObjective(center, roles, rejectAbnormal, mean);
}
