namespace ActiveAnomaly.Labeling.Exports;

/// <summary>What was not taken from a file, and why. Immutable.</summary>
/// <param name="Id">What the row is called, or the place in the file.</param>
/// <param name="Why">Why, as a sentence.</param>
public sealed record ImportConflict(string Id, string Why);
