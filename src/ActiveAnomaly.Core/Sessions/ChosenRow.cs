namespace ActiveAnomaly.Sessions;

/// <summary>A row that a strategy wants to ask about.</summary>
/// <param name="Row">The row.</param>
/// <param name="Reason">Why it is worth a question, such as "boundary" (<see cref="Querying.QueryStrategy.ReasonOf"/>), or null.</param>
public readonly record struct ChosenRow(int Row, string? Reason);
