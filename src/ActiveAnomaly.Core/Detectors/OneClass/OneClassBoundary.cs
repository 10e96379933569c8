namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>Which base loss pulls rows towards the centre.</summary>
public enum OneClassBoundary
{
    /// <summary>Every row is pulled towards the centre (Eq. 2).</summary>
    OneClass = 0,

    /// <summary>Only rows outside a radius that is learned along are (Eq. 1).</summary>
    SoftBoundary = 1,
}
