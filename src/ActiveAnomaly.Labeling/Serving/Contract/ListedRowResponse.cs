namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A row of a table.</summary>
internal sealed record ListedRowResponse
{
    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its cells, one a column.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>Its score, or null before the first model.</summary>
    public required float? Score { get; init; }

    /// <summary>Its rank, or null before the first model.</summary>
    public required int? Rank { get; init; }

    /// <summary>What is decided, or null.</summary>
    public required string? Decision { get; init; }
}
