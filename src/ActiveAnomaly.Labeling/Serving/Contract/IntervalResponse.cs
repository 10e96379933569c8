namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>An estimate and the interval around it.</summary>
internal sealed record IntervalResponse
{
    /// <summary>The estimate.</summary>
    public required double Estimate { get; init; }

    /// <summary>The lower end.</summary>
    public required double Low { get; init; }

    /// <summary>The upper end.</summary>
    public required double High { get; init; }
}
