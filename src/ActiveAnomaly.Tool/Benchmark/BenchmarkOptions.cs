using System.Globalization;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What a benchmark is asked to do.</summary>
internal sealed record BenchmarkOptions
{
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>Gets the abnormal share of the pools; null for the data's own.</summary>
    public required double? PollutionRatio { get; init; }

    public required IReadOnlyList<string> Losses { get; init; }

    public required IReadOnlyList<string> Queries { get; init; }

    /// <summary>Gets whether pseudo-abnormal rows are used; null where the paper's experiments do.</summary>
    public required bool? PseudoAbnormal { get; init; }

    /// <summary>Gets the files and folders that data sets are looked for in, by name.</summary>
    public required IReadOnlyList<string> DataPlaces { get; init; }

    public required TableOptions Table { get; init; }

    public required int SeedCount { get; init; }

    public required int StageCount { get; init; }

    public required int? BudgetPerStage { get; init; }

    public required int JobCount { get; init; }

    public required DetectorSettings Detector { get; init; }

    public BenchmarkPreset Preset => Detector.Preset;

    /// <summary>Gets the name of the Torch engine, device included; null where the managed engine trains.</summary>
    public required string? TorchName { get; init; }

    public required string ResultsPath { get; init; }

    public required string? SaveFolder { get; init; }

    public required string? ReportPath { get; init; }

    public required bool Resume { get; init; }

    /// <summary>Gets the cluster whose silos run the grid; null where this process does alone.</summary>
    public required WorkerSettings? Cluster { get; init; }

    /// <summary>Gets what a run's results depend on beside its cell and its data set.</summary>
    public CellSettings CellSettings => new()
    {
        PollutionRatio = PollutionRatio,
        StageCount = StageCount,
        BudgetPerStage = BudgetPerStage,
        Detector = Detector,
    };

    /// <summary>Gets what decides the results, apart from the grid: runs of other settings must not be mixed in one file.</summary>
    public ResultsSettings Settings => new(
    [
        ("pollution", PollutionRatio?.ToString(CultureInfo.InvariantCulture) ?? "own"),
        ("stages", StageCount.ToString(CultureInfo.InvariantCulture)),
        ("budget", BudgetPerStage?.ToString(CultureInfo.InvariantCulture) ?? "paper"),
        ("preset", Preset.ToString()),
        ("reuse-pretraining", Detector.ReusePretraining.ToString()),
        ("ensemble", Detector.EnsembleSize < 2 ? null : $"{Detector.EnsembleSize} {Detector.Combination}"),
        ("engine", TorchName),
        .. TableSettings.Of(Table),
    ]);
}
