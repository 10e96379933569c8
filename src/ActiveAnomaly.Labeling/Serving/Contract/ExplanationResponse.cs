namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>How much a column makes of a score.</summary>
internal sealed record ExplanationResponse
{
    /// <summary>The column.</summary>
    public required int Column { get; init; }

    /// <summary>How much.</summary>
    public required double Weight { get; init; }
}
