namespace ActiveAnomaly.Tables.Understanding;

/// <summary>A cell of the table, to tell of.</summary>
/// <param name="Line">The line that its row begins in.</param>
/// <param name="ColumnName">The column.</param>
/// <param name="Shown">The text, quoted and shortened.</param>
internal readonly record struct CellPlace(long Line, string ColumnName, string Shown);
