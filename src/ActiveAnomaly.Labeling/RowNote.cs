namespace ActiveAnomaly.Labeling;

/// <summary>What somebody wrote down about a row. Immutable.</summary>
/// <param name="Annotator">Who.</param>
/// <param name="Text">The note.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Time">When he wrote it, here or where it was brought from.</param>
public sealed record RowNote(string Annotator, string Text, IReadOnlyList<string> Tags, DateTimeOffset Time);
