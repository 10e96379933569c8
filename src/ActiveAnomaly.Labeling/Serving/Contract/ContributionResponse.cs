namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>How much a column makes of a row's score.</summary>
internal sealed record ContributionResponse
{
    /// <summary>The column.</summary>
    public required int Column { get; init; }

    /// <summary>How much its cell adds to the score, compared with ordinary rows; below 0 where it makes the row less suspicious.</summary>
    public required double Contribution { get; init; }
}
