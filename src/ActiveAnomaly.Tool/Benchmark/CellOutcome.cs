namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What a silo says of a cell: its result, or why it has none. One of both is null.</summary>
/// <param name="Result">The result.</param>
/// <param name="Failure">What a user can do something about, as it would be said where the cell runs on one machine.</param>
internal sealed record CellOutcome(CellResult? Result, string? Failure);
