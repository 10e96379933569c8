namespace ActiveAnomaly.Tables.Understanding;

/// <summary>A cell of the table, to tell of.</summary>
internal readonly record struct CellPlace(long Line, string ColumnName, string Text);
