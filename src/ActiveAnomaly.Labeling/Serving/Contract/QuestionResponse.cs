namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>What an annotator is to look at next.</summary>
internal sealed record QuestionResponse
{
    /// <summary>The row, or null where there is none now.</summary>
    public required int? Row { get; init; }

    /// <summary>Why the row is worth a question: top, boundary or least known; null where no reason is given.</summary>
    public required string? Reason { get; init; }

    /// <summary>The rows that are worth a question after this one.</summary>
    public required IReadOnlyList<int> Upcoming { get; init; }

    /// <summary>Their scores by the latest model.</summary>
    public required IReadOnlyList<float> UpcomingScores { get; init; }

    /// <summary>Why there is no row; null where there is one.</summary>
    public required string? Waiting { get; init; }

    /// <summary>The stage of the model that chose; null before the first.</summary>
    public required int? Stage { get; init; }
}
