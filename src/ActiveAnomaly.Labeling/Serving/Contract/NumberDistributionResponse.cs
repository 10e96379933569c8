namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>The values of a column of numbers.</summary>
internal sealed record NumberDistributionResponse : DistributionResponse
{
    /// <summary>The smallest value.</summary>
    public required double Minimum { get; init; }

    /// <summary>The largest value.</summary>
    public required double Maximum { get; init; }

    /// <summary>The number of rows in each of equally wide parts of that range.</summary>
    public required IReadOnlyList<int> Counts { get; init; }
}
