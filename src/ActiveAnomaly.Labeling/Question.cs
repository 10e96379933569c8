namespace ActiveAnomaly.Labeling;

/// <summary>What an annotator is to look at next. Immutable.</summary>
public sealed record Question
{
    /// <summary>Gets the row, or null where there is none to ask about now (<see cref="Waiting"/> says why).</summary>
    public int? Row { get; init; }

    /// <summary>
    /// Gets why the row is worth a question, such as "boundary"; null where there is no reason to give: an audit must not look like one.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Gets the rows that are worth a question after this one, first to last, by the model of <see cref="Stage"/>.</summary>
    public IReadOnlyList<int> Upcoming { get; init; } = [];

    /// <summary>Gets the scores of <see cref="Upcoming"/> by the latest model, in the same order.</summary>
    public IReadOnlyList<float> UpcomingScores { get; init; } = [];

    /// <summary>Gets why there is no row, as a sentence; null where there is one.</summary>
    public string? Waiting { get; init; }

    /// <summary>Gets the stage of the model that chose <see cref="Upcoming"/>, or null before the first.</summary>
    public int? Stage { get; init; }
}
