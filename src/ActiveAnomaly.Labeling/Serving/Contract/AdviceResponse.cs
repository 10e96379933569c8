namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>What the next answers are worth.</summary>
internal sealed record AdviceResponse
{
    /// <summary>The number of last answers, normal or abnormal, to rows that the model chose.</summary>
    public required int LastAnswers { get; init; }

    /// <summary>The anomalies among them.</summary>
    public required int LastAbnormal { get; init; }

    /// <summary>The share of the top rows that were at the top before the last labelled rows; null where that is not known.</summary>
    public required double? RankingOverlap { get; init; }

    /// <summary>A sentence or two.</summary>
    public required string Text { get; init; }
}
