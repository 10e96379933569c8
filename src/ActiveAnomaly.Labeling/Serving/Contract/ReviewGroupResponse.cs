namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Rows of high scores that are alike.</summary>
internal sealed record ReviewGroupResponse
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>Their ids.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Their scores.</summary>
    public required IReadOnlyList<float> Scores { get; init; }

    /// <summary>The highest of their scores.</summary>
    public required float HighestScore { get; init; }

    /// <summary>What they have in common.</summary>
    public required string Text { get; init; }
}
