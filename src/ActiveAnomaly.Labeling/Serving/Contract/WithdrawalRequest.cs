namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Takes an answer back.</summary>
internal sealed record WithdrawalRequest
{
    /// <summary>Who takes it back.</summary>
    public required string Annotator { get; init; }

    /// <summary>The row; null for the last answer.</summary>
    public int? Row { get; init; }

    /// <summary>Whether the receipt is to have all there is of the row to look at next.</summary>
    public bool WantsNextRow { get; init; }
}
