namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Takes an answer back.</summary>
internal sealed record WithdrawalRequest
{
    /// <summary>Who takes it back.</summary>
    public required string Annotator { get; init; }

    /// <summary>The row; null for the last answer.</summary>
    public int? Row { get; init; }

    /// <summary>
    /// The event that is the answer, as its receipt has it, and the state of the last one; null for whichever it is. Where the answer is
    /// another one nothing is taken back (409): a withdrawal that names it can be sent again, and takes back no other.
    /// </summary>
    public long? AnswerSequence { get; init; }

    /// <summary>Whether the receipt is to have all there is of the row to look at next.</summary>
    public bool WantsNextRow { get; init; }
}
