namespace ActiveAnomaly.Labeling.Rows;

/// <summary>How often a text occurs in a column.</summary>
/// <param name="Text">The text.</param>
/// <param name="Count">The number of rows that have it.</param>
public readonly record struct CategoryCount(string Text, int Count);
