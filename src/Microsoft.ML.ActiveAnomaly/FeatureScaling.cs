namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// How numbers are scaled by <see cref="ActiveAnomalyCatalog.PrepareFeatures(DataViewSchema, FeaturePreparationOptions)"/>. Truth values
/// and categories are 0 or 1, and stay so.
/// </summary>
public enum FeatureScaling
{
    /// <summary>Not at all: for the default detector and for forests, which take features of any scale.</summary>
    None,

    /// <summary>
    /// From the lowest to the highest value of the training rows to [0, 1], as NormalizeMinMax with fixZero: false does: for networks and
    /// neighbour distances. A feature of one value becomes 0; later values may lie outside [0, 1].
    /// </summary>
    MinMax,

    /// <summary>
    /// (x - median) / (upper - lower quartile) of the training rows, which a few extreme values do not move: for neighbour distances, and
    /// not for networks, for the result lies outside [0, 1]. Where both quartiles are one value, the whole range takes their place; a
    /// feature of one value becomes 0. (ML.NET's NormalizeRobustScaling gives NaN in both cases.)
    /// </summary>
    Robust,
}
