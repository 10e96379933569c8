namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Asks where rows are in the plane.</summary>
internal sealed record PlacesRequest
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<int> Rows { get; init; }
}
