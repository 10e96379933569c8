namespace ActiveAnomaly.Tables.Understanding;

/// <summary>A column that becomes features.</summary>
/// <param name="Index">Its index in the table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="DateFormat">The format of its dates, or null for ISO 8601.</param>
/// <param name="Trained">What the training table's column was, or null where this is the training table.</param>
/// <param name="IsRoundingTold">Whether it was said already that its whole numbers are rounded.</param>
/// <param name="MatchesByValue">
/// Whether categories are told by what they are worth where their texts differ: of this table and the model's one is a text and the other
/// has types, and the column is not of texts there, of which 1.10 is another than 1.1.
/// </param>
internal sealed record PlannedColumn(
    int Index,
    string Name,
    ColumnKind Kind,
    string? DateFormat,
    ColumnSchema? Trained,
    bool IsRoundingTold = false,
    bool MatchesByValue = false);
