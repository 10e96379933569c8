namespace ActiveAnomaly.Labeling.Exports;

/// <summary>What an import came to. Immutable.</summary>
public sealed record LabelImport
{
    /// <summary>The most unknown ids that are named.</summary>
    public const int MostUnknownIds = 20;

    /// <summary>Gets the number of answers and notes that were taken: a line of a file with both counts once.</summary>
    public required int Applied { get; init; }

    /// <summary>Gets the number of those that the session had already, lines that say nothing among them.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Gets the first ids that no row of the pool has.</summary>
    public IReadOnlyList<string> UnknownIds { get; init; } = [];

    /// <summary>Gets the number of lines whose id no row of the pool has.</summary>
    public int UnknownCount { get; init; }

    /// <summary>Gets what was not taken, and why.</summary>
    public IReadOnlyList<ImportConflict> Conflicts { get; init; } = [];
}
