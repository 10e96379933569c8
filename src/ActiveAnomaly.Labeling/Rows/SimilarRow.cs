namespace ActiveAnomaly.Labeling.Rows;

/// <summary>A row like another.</summary>
/// <param name="Row">The row.</param>
/// <param name="Distance">How far it is from the other (<see cref="SimilarRows"/>).</param>
public readonly record struct SimilarRow(int Row, double Distance);
