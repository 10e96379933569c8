namespace ActiveAnomaly.Tool.Scoring;

/// <summary>A column that raises a row's score.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Contribution">What it adds, above 0.</param>
internal readonly record struct Reason(string Column, float Contribution);
