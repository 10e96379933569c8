namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A page of the table.</summary>
internal sealed record RowListResponse
{
    /// <summary>The number of rows that were found.</summary>
    public required int Total { get; init; }

    /// <summary>Those of the page.</summary>
    public required IReadOnlyList<ListedRowResponse> Rows { get; init; }
}
