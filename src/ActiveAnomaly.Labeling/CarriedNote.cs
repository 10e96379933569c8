namespace ActiveAnomaly.Labeling;

/// <summary>A note of an earlier session on a row that a later file has too. Immutable.</summary>
/// <param name="EarlierRow">The row of the earlier pool.</param>
/// <param name="Row">The same row of the later pool.</param>
/// <param name="Note">The note.</param>
public sealed record CarriedNote(int EarlierRow, int Row, RowNote Note);
