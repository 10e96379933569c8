namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Rows like one, nearest first.</summary>
internal sealed record SimilarRowsResponse
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<SimilarRowResponse> Rows { get; init; }
}
