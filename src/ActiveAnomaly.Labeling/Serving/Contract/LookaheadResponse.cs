namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>What comes after each answer for the row that an annotator has before him.</summary>
internal sealed record LookaheadResponse
{
    /// <summary>What comes after the answer normal; null where that is open.</summary>
    public required ForeseenRowResponse? AfterNormal { get; init; }

    /// <summary>What comes after the answer abnormal; null where that is open.</summary>
    public required ForeseenRowResponse? AfterAbnormal { get; init; }
}
