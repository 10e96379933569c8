namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>How good the ranking is, from questions drawn at random.</summary>
internal sealed record AuditResponse
{
    /// <summary>The number of rows of the highest scores that it is about.</summary>
    public required int TopCount { get; init; }

    /// <summary>The number of drawn rows that were answered.</summary>
    public required int Drawn { get; init; }

    /// <summary>Those of them that were drawn among the top.</summary>
    public required int DrawnFromTop { get; init; }

    /// <summary>Precision at the top; null where it is not known.</summary>
    public required IntervalResponse? Precision { get; init; }

    /// <summary>Recall at the top; null where it is not known.</summary>
    public required IntervalResponse? Recall { get; init; }

    /// <summary>A sentence.</summary>
    public required string Text { get; init; }
}
