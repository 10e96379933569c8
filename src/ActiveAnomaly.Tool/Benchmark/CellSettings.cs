namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>All that a run's results depend on beside its cell and its data set; equal where all of it is equal.</summary>
internal sealed record CellSettings
{
    /// <summary>Gets the abnormal share of the pool; null for the data's own.</summary>
    public required double? PollutionRatio { get; init; }

    /// <summary>Gets the number of queries.</summary>
    public required int StageCount { get; init; }

    /// <summary>Gets the number of rows asked a stage; null for the paper's rule.</summary>
    public required int? BudgetPerStage { get; init; }

    /// <summary>Gets what is chosen of the detector beside its method and seed.</summary>
    public required DetectorSettings Detector { get; init; }
}
