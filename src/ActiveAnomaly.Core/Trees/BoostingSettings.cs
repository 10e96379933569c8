namespace ActiveAnomaly.Trees;

/// <summary>How trees are boosted.</summary>
/// <param name="TreeCount">The number of trees, at least 1.</param>
/// <param name="Depth">The most splits in a row, at least 1.</param>
/// <param name="LearningRate">What a tree's leaves count for, eta.</param>
/// <param name="Regularization">What a leaf's value is drawn to 0 by, lambda, at least 0.</param>
/// <param name="LeastLeafWeight">The least sum of second derivatives in a leaf.</param>
internal sealed record BoostingSettings(int TreeCount, int Depth, double LearningRate, double Regularization, double LeastLeafWeight);
