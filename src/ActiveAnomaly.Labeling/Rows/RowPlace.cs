namespace ActiveAnomaly.Labeling.Rows;

/// <summary>Where a row lies on a map.</summary>
/// <param name="X">From left to right, in [0, 1].</param>
/// <param name="Y">From bottom to top, in [0, 1].</param>
public readonly record struct RowPlace(double X, double Y);
