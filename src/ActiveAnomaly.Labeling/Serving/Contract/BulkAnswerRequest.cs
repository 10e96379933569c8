namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Says of several rows what they are.</summary>
internal sealed record BulkAnswerRequest
{
    /// <summary>Who says it.</summary>
    public required string Annotator { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>normal, abnormal or skip.</summary>
    public required string Answer { get; init; }

    /// <summary>Whether rows that are decided by now are left as they are, and named among the refused.</summary>
    public bool OnlyOpen { get; init; }
}
