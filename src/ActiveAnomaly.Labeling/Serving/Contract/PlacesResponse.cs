namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Places of rows in the plane.</summary>
internal sealed record PlacesResponse
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>Where each is, from 0 to 1.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>Where each is, from 0 to 1.</summary>
    public required IReadOnlyList<double> Y { get; init; }
}
