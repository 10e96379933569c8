namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Says what a row is.</summary>
internal sealed record AnswerRequest
{
    /// <summary>Who says it.</summary>
    public required string Annotator { get; init; }

    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>normal, abnormal or skip.</summary>
    public required string Answer { get; init; }

    /// <summary>Whether the receipt is to have all there is of the row to look at next.</summary>
    public bool WantsNextRow { get; init; }
}
