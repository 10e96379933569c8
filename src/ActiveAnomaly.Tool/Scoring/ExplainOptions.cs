namespace ActiveAnomaly.Tool.Scoring;

/// <summary>What is to be said of the rows above the threshold.</summary>
/// <param name="ReasonCount">The most columns that are named for a row, at least 1.</param>
/// <param name="BackgroundPath">The table whose ordinary rows they are compared with; null for the table itself.</param>
internal sealed record ExplainOptions(int ReasonCount, string? BackgroundPath);
