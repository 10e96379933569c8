namespace ActiveAnomaly.Labeling;

/// <summary>Where a session stands, at one moment. Immutable and thread safe.</summary>
public sealed record LabelingState
{
    /// <summary>Gets a number that grows with every change, training's progress included.</summary>
    public required long Version { get; init; }

    /// <summary>Gets the last event of the session's log.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets the model, or null before the first.</summary>
    public ModelState? Model { get; init; }

    /// <summary>Gets the training that runs, or null.</summary>
    public TrainingState? Training { get; init; }

    /// <summary>Gets why the last training, or the choice after it, failed, as a sentence; null where neither did.</summary>
    public string? TrainingFailure { get; init; }

    /// <summary>Gets the number of decided answers that the model does not know of yet.</summary>
    public required int UnseenAnswerCount { get; init; }

    /// <summary>Gets the number of rows asked about.</summary>
    public required int AskedCount { get; init; }

    /// <summary>Gets the number of rows decided: normal, abnormal or skipped; those known beforehand aside.</summary>
    public required int AnsweredCount { get; init; }

    /// <summary>Gets the number of rows decided normal; those known beforehand aside.</summary>
    public required int NormalCount { get; init; }

    /// <summary>Gets the number of rows decided abnormal; those known beforehand aside.</summary>
    public required int AbnormalCount { get; init; }

    /// <summary>Gets the number of rows skipped.</summary>
    public required int SkippedCount { get; init; }

    /// <summary>Gets the number of decided rows that nobody had asked about.</summary>
    public required int LabeledOutsideCount { get; init; }

    /// <summary>Gets the number of rows known beforehand.</summary>
    public required int KnownCount { get; init; }

    /// <summary>Gets the rows of which annotators who know say different things, ascending.</summary>
    public required IReadOnlyList<int> DisagreedRows { get; init; }

    /// <summary>Gets the rows that are decided or carry an answer or a note, ascending.</summary>
    public required IReadOnlyList<int> TouchedRows { get; init; }

    /// <summary>Gets the number of questions that are meant to be asked.</summary>
    public required int Budget { get; init; }

    /// <summary>Gets the anomalies found over questions, a point an answered question.</summary>
    public required IReadOnlyList<FoundPoint> Found { get; init; }

    /// <summary>Gets what the next answers are worth.</summary>
    public required StoppingAdvice Advice { get; init; }

    /// <summary>Gets how good the ranking is, or null where nothing is audited.</summary>
    public AuditResult? Audit { get; init; }

    /// <summary>Gets who answers, by name.</summary>
    public required IReadOnlyList<AnnotatorState> Annotators { get; init; }
}
