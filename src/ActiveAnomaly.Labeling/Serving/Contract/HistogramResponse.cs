namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>The scores of all rows, and of the answered ones.</summary>
internal sealed record HistogramResponse
{
    /// <summary>The lowest score.</summary>
    public required float Minimum { get; init; }

    /// <summary>The highest score.</summary>
    public required float Maximum { get; init; }

    /// <summary>The number of rows in each of equally wide parts of that range.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>Those decided normal.</summary>
    public required IReadOnlyList<int> Normal { get; init; }

    /// <summary>Those decided abnormal.</summary>
    public required IReadOnlyList<int> Abnormal { get; init; }
}
