namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>All there is of a row.</summary>
internal sealed record RowResponse
{
    /// <summary>The row, from 0.</summary>
    public required int Row { get; init; }

    /// <summary>The version of the session's state that is known here at least.</summary>
    public required long Version { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its place in the file.</summary>
    public required long Line { get; init; }

    /// <summary>Its cells, one a column, as in the file.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>The cells without a value, and what each was filled with: what they add to the score is that value's.</summary>
    public required IReadOnlyList<FilledCellResponse> Filled { get; init; }

    /// <summary>The numbers that the cells are; null for text and missing ones.</summary>
    public required IReadOnlyList<double?> Values { get; init; }

    /// <summary>The share of rows at least as extreme, or with the same category; null where the column is no feature.</summary>
    public required IReadOnlyList<double?> Tails { get; init; }

    /// <summary>Its score, or null before the first model.</summary>
    public required float? Score { get; init; }

    /// <summary>Its rank, 1 for the highest score; null before the first model.</summary>
    public required int? Rank { get; init; }

    /// <summary>Whether the model takes it for abnormal; null before the first model.</summary>
    public required bool? IsFlagged { get; init; }

    /// <summary>What is decided: normal, abnormal or skipped; null for nothing.</summary>
    public required string? Decision { get; init; }

    /// <summary>Whether it was asked about.</summary>
    public required bool IsAsked { get; init; }

    /// <summary>The answers that stand.</summary>
    public required IReadOnlyList<GivenAnswerResponse> Answers { get; init; }

    /// <summary>The notes.</summary>
    public required IReadOnlyList<NoteResponse> Notes { get; init; }

    /// <summary>Answered rows that are like it, nearest first.</summary>
    public required IReadOnlyList<SimilarAnsweredResponse> SimilarAnswered { get; init; }
}
