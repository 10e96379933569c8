using System.Text.Json.Serialization;

namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Where the session stands.</summary>
internal sealed record StateResponse
{
    /// <summary>Grows with every change.</summary>
    public required long Version { get; init; }

    /// <summary>The last event of the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>The model, or null before the first.</summary>
    public required ModelResponse? Model { get; init; }

    /// <summary>The training that runs, or null.</summary>
    public required TrainingResponse? Training { get; init; }

    /// <summary>Why the last training failed, or null.</summary>
    public required string? TrainingFailure { get; init; }

    /// <summary>How many rows were asked about and answered.</summary>
    public required CountsResponse Counts { get; init; }

    /// <summary>The number of questions that are meant to be asked.</summary>
    public required int Budget { get; init; }

    /// <summary>After each answered question: how many were answered, and the anomalies found among them.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Found { get; init; }

    /// <summary>The scores, or null before the first model.</summary>
    public required HistogramResponse? Histogram { get; init; }

    /// <summary>What the next answers are worth.</summary>
    public required AdviceResponse Advice { get; init; }

    /// <summary>How good the ranking is; null where nothing is audited.</summary>
    public required AuditResponse? Audit { get; init; }

    /// <summary>Who answers, by name.</summary>
    public required IReadOnlyList<AnnotatorResponse> Annotators { get; init; }

    /// <summary>How good the model is; null where no labels are hidden.</summary>
    public required TruthResponse? Truth { get; init; }

    /// <summary>What concerns the annotator who asked; left out where none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public YouResponse? You { get; init; }
}
