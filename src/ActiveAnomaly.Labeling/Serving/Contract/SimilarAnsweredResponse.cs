namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>An answered row that is like another.</summary>
internal sealed record SimilarAnsweredResponse
{
    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>How far it is.</summary>
    public required double Distance { get; init; }

    /// <summary>What was decided of it.</summary>
    public required string Decision { get; init; }
}
