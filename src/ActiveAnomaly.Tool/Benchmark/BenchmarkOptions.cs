using System.Globalization;
using ActiveAnomaly.Tables;

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

    /// <summary>Gets what decides the results, apart from the grid: runs of other settings must not be mixed in one file.</summary>
    public string Settings => string.Create(
        CultureInfo.InvariantCulture,
        $"pollution={PollutionRatio?.ToString(CultureInfo.InvariantCulture) ?? "own"}; stages={StageCount}; "
        + $"budget={BudgetPerStage?.ToString(CultureInfo.InvariantCulture) ?? "paper"}; preset={Preset}; "
        + $"reuse-pretraining={Detector.ReusePretraining}"
        + $"{(Detector.EnsembleSize < 2 ? string.Empty : $"; ensemble={Detector.EnsembleSize} {Detector.Combination}")}"
        + $"{(TorchName is null ? string.Empty : $"; engine={TorchName}")}{TableSettings}");

    /// <summary>Gets what is said of the tables that changes their rows or features.</summary>
    private string TableSettings
    {
        get
        {
            (string Name, object? Value)[] settings =
            [
                ("missing", Table.Missing),
                ("out-of-range", Table.OutOfRange),
                ("dates", Table.Dates == DateCells.Stop ? null : (object)Table.Dates),
                ("label", Table.LabelColumn),
                ("abnormal", Listed(Table.AbnormalValues)),
                ("normal", Listed(Table.NormalValues)),
                ("ignore", Listed(Table.IgnoredColumns)),
                ("category", Listed(Table.CategoryColumns)),
                ("rows", Table.MostRows),
            ];
            return string.Concat(
                settings.Where(setting => setting.Value is not null).Select(setting => $"; {setting.Name}={setting.Value}"));
        }
    }

    private static string? Listed(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join('|', values);
}
