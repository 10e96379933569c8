namespace ActiveAnomaly.Sessions;

/// <summary>A row that a session asks about.</summary>
/// <param name="RowIndex">The row's index in the pool.</param>
/// <param name="Score">The current model's score of the row.</param>
/// <param name="Stage">The stage whose model asks, from 0.</param>
/// <param name="Position">The row's place in the query, from 0.</param>
/// <param name="QueryCount">The number of rows in the query.</param>
public readonly record struct QueriedRow(int RowIndex, float Score, int Stage, int Position, int QueryCount);
