namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Rows in the plane, similar ones near each other.</summary>
internal sealed record MapResponse
{
    /// <summary>Whether the places are computed; the lists are empty before.</summary>
    public required bool IsReady { get; init; }

    /// <summary>How they are computed.</summary>
    public required string Method { get; init; }

    /// <summary>The share of the variance that each axis shows.</summary>
    public required IReadOnlyList<double> Explained { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>Where each is, from 0 to 1.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>Where each is, from 0 to 1.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>Their scores now; null before the first model.</summary>
    public required IReadOnlyList<float>? Scores { get; init; }
}
