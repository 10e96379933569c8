namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What a silo says of cells that it runs one after the other.</summary>
/// <param name="Results">The results of those that are finished, in order.</param>
/// <param name="Failure">
/// Why the next one failed, where a user can do something about it, as it would be said where it runs on one machine; null where none did.
/// </param>
internal sealed record BatchOutcome(IReadOnlyList<CellResult> Results, string? Failure);
