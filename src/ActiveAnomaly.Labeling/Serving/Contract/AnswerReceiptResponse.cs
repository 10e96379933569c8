namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>An answer, or a withdrawal, that is kept for good.</summary>
internal sealed record AnswerReceiptResponse
{
    /// <summary>The last event of the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>
    /// The event that is the annotator's answer for the row, which a withdrawal may name; null after one, and for a row known beforehand.
    /// </summary>
    public required long? AnswerSequence { get; init; }

    /// <summary>What to look at next.</summary>
    public required QuestionResponse Next { get; init; }

    /// <summary>All there is of the row to look at next, where that was wanted; null else, and where there is no row now.</summary>
    public required RowResponse? NextRow { get; init; }
}
