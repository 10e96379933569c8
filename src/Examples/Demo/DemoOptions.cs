using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Examples.Demo;

/// <summary>What the demo is asked to do.</summary>
internal sealed record DemoOptions
{
    public required string Data { get; init; }

    public required TableOptions Table { get; init; }

    public required int SeedCount { get; init; }

    public required int StageCount { get; init; }

    public required int? BudgetPerStage { get; init; }

    public required string OutputFolder { get; init; }
}
