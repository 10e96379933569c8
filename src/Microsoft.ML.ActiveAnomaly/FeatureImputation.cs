namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// What becomes of missing numbers (NaN) in <see cref="ActiveAnomalyCatalog.PrepareFeatures(DataViewSchema, FeaturePreparationOptions)"/>.
/// Missing text and keys are no category: all of their column's features are 0.
/// </summary>
public enum FeatureImputation
{
    /// <summary>They stay NaN: a trainer refuses them, naming row and feature, and a trained model scores such a row as NaN.</summary>
    None,

    /// <summary>
    /// The median of the feature in the training rows takes their place, in the training rows and in any later ones; of an even number of
    /// values, the mean of the two in the middle.
    /// </summary>
    Median,
}
