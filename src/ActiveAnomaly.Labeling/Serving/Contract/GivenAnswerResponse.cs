namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Who said what of a row, and when.</summary>
internal sealed record GivenAnswerResponse
{
    /// <summary>Who.</summary>
    public required string Annotator { get; init; }

    /// <summary>What: normal, abnormal or skip.</summary>
    public required string Answer { get; init; }

    /// <summary>When.</summary>
    public required DateTime Time { get; init; }
}
