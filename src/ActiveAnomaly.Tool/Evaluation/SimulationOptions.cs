using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Evaluation;

/// <summary>What a simulation is asked to do.</summary>
internal sealed record SimulationOptions
{
    public required string Data { get; init; }

    public required TableOptions Table { get; init; }

    public required int SeedCount { get; init; }

    public required int StageCount { get; init; }

    public required int? BudgetPerStage { get; init; }

    public required string OutputFolder { get; init; }

    public required string? ReportPath { get; init; }
}
