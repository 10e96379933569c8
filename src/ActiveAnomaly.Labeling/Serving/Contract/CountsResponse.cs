namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>How many rows were asked about and answered.</summary>
internal sealed record CountsResponse
{
    /// <summary>Rows asked about.</summary>
    public required int Asked { get; init; }

    /// <summary>Rows decided.</summary>
    public required int Answered { get; init; }

    /// <summary>Rows decided normal.</summary>
    public required int Normal { get; init; }

    /// <summary>Rows decided abnormal.</summary>
    public required int Abnormal { get; init; }

    /// <summary>Rows skipped.</summary>
    public required int Skipped { get; init; }

    /// <summary>Decided rows that nobody had asked about.</summary>
    public required int LabeledOutside { get; init; }

    /// <summary>Rows of which annotators say different things.</summary>
    public required int Disagreements { get; init; }
}
