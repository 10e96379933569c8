namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>What a file of labels came to.</summary>
internal sealed record ImportResponse
{
    /// <summary>Labels taken.</summary>
    public required int Applied { get; init; }

    /// <summary>Labels that were there.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Ids that no row has, the first ones.</summary>
    public required IReadOnlyList<string> UnknownIds { get; init; }

    /// <summary>The number of ids that no row has.</summary>
    public required int UnknownCount { get; init; }

    /// <summary>Labels that were not taken, and why.</summary>
    public required IReadOnlyList<ImportConflictResponse> Conflicts { get; init; }
}
