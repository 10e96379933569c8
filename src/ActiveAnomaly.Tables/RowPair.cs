namespace ActiveAnomaly.Tables;

/// <summary>A row of one table and the same row of another.</summary>
/// <param name="Earlier">The row of the earlier table, from 0.</param>
/// <param name="Later">The row of the later table, from 0.</param>
public readonly record struct RowPair(int Earlier, int Later);
