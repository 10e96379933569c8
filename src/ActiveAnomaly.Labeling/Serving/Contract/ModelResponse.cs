namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>The model that the session has.</summary>
internal sealed record ModelResponse
{
    /// <summary>Its stage, from 0.</summary>
    public required int Stage { get; init; }

    /// <summary>When it was trained.</summary>
    public required DateTime TrainedAt { get; init; }

    /// <summary>How long training and scoring took.</summary>
    public required double TrainingMilliseconds { get; init; }

    /// <summary>The number of labelled rows that it learnt from.</summary>
    public required int AnswerCount { get; init; }

    /// <summary>The number of decided answers that it does not know of yet.</summary>
    public required int UnseenAnswerCount { get; init; }

    /// <summary>The score above which a row is flagged; null where the model has none.</summary>
    public required float? Threshold { get; init; }

    /// <summary>The number of rows flagged.</summary>
    public required int FlaggedCount { get; init; }

    /// <summary>
    /// The columns that count at least as much as the mean, the largest weight first, at most five; null where all columns count alike.
    /// </summary>
    public required IReadOnlyList<ColumnWeightResponse>? ColumnWeights { get; init; }
}
