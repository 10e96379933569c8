namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The features of rows without the rows.</summary>
/// <param name="FeatureCount">Their number.</param>
/// <param name="FeatureNames">Their names, or null where they have none.</param>
internal readonly record struct FeatureMatrixShape(int FeatureCount, IReadOnlyList<string>? FeatureNames);
