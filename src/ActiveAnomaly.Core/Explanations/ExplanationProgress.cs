namespace ActiveAnomaly.Explanations;

/// <summary>Tells how many rows are explained.</summary>
/// <param name="ExplainedCount">How many are.</param>
/// <param name="RowCount">How many there are.</param>
public readonly record struct ExplanationProgress(int ExplainedCount, int RowCount);
