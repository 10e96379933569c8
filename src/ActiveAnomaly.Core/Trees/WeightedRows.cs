using ActiveAnomaly.Data;

namespace ActiveAnomaly.Trees;

/// <summary>Rows of two classes with a weight each, positive: what one classification tree is grown of.</summary>
/// <param name="Rows">The rows [m x d], at least one.</param>
/// <param name="IsAbnormal">Which rows are abnormal [m].</param>
/// <param name="Weights">What each row weighs [m].</param>
internal sealed record WeightedRows(FeatureMatrix Rows, bool[] IsAbnormal, double[] Weights);
