namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Takes the answers for several rows back.</summary>
internal sealed record BulkWithdrawalRequest
{
    /// <summary>Whose answers.</summary>
    public required string Annotator { get; init; }

    /// <summary>The rows; the last one is before the annotator again.</summary>
    public required IReadOnlyList<int> Rows { get; init; }
}
