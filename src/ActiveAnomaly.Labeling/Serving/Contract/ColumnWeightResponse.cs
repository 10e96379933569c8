namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>How much a column counts for the model, as far as the answers say.</summary>
internal sealed record ColumnWeightResponse
{
    /// <summary>The column.</summary>
    public required int Column { get; init; }

    /// <summary>What differences in it are multiplied by, as a multiple of the mean over all columns.</summary>
    public required double TimesMean { get; init; }
}
