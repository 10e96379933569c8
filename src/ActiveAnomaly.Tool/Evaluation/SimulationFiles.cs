using System.Globalization;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Results;
using Microsoft.ML;

namespace ActiveAnomaly.Tool.Evaluation;

/// <summary>The files of one data set's runs; each is there either whole or not at all.</summary>
internal sealed class SimulationFiles(SimulationOptions options, string name, CommandOutput output)
{
    private const string Command = "command";
    private const string Name = "evaluate";

    private readonly string _modelPath = Path.GetFullPath(Path.Combine(options.OutputFolder, $"{name}.zip"));
    private readonly string _resultsPath = Path.GetFullPath(Path.Combine(options.OutputFolder, $"{name}.csv"));

    /// <summary>What the file holds of runs of the same settings and table: each stays until it is made again.</summary>
    private List<BenchmarkRow> _earlier = [];
    private ResultsSettings _settings = SettingsOf(options);

    /// <summary>Gets the path of the model of the first seed; null until it is written.</summary>
    public string? ModelPath { get; private set; }

    /// <summary>Gets the path of the results, a line a seed and stage; null until they are written.</summary>
    public string? ResultsPath { get; private set; }

    /// <summary>Writes a model, and in the same file what was understood of the table that it was trained on.</summary>
    public void WriteModel(MLContext mlContext, ITransformer model, DataViewSchema inputSchema, TableSchema schema)
    {
        ModelOutput.Write(mlContext, model, inputSchema, schema, _modelPath);
        ModelPath = _modelPath;
    }

    /// <summary>Refuses a file of results that another command wrote, or that is none.</summary>
    /// <exception cref="InputException">It is such a file.</exception>
    public void RequireReplaceable()
    {
        if (File.Exists(_resultsPath)
            && ResultsFile<BenchmarkRow>.Read(_resultsPath, BenchmarkResults.Schema).Settings[Command] is var command and not Name)
        {
            throw new InputException(
                $"'{_resultsPath}' holds results of {command ?? BenchmarkResults.Schema.Kind}, and would be overwritten. Give another "
                + "--output.");
        }
    }

    /// <summary>
    /// Takes down of which table the results are, and keeps what there is of the same: runs that are made again replace it.
    /// </summary>
    /// <param name="content">What tells the table from another of its name.</param>
    public void NameTable(string content)
    {
        _settings = SettingsOf(options).WithTables([(name, content)], others: null);
        if (!File.Exists(_resultsPath))
        {
            return;
        }

        var (found, rows) = ResultsFile<BenchmarkRow>.Read(_resultsPath, BenchmarkResults.Schema);
        if (_settings.Differences(found) is { Count: > 0 } differences)
        {
            output.WriteLine($"Replaces the results in '{_resultsPath}', which are of other settings: {string.Join("; ", differences)}.");
        }
        else
        {
            _earlier = rows;
        }
    }

    /// <summary>Writes results, and what the file held of seeds that are not made again as far.</summary>
    public void WriteResults(IReadOnlyList<BenchmarkRow> rows)
    {
        var kept = _earlier.GroupBy(row => row.Seed).Where(seed => seed.Count() > rows.Count(row => row.Seed == seed.Key))
            .ToDictionary(seed => seed.Key);
        new ResultsFile<BenchmarkRow>(_resultsPath, BenchmarkResults.Schema, _settings).Write(
            rows.Where(row => !kept.ContainsKey(row.Seed)).Concat(kept.Values.SelectMany(seed => seed))
                .OrderBy(row => row.Seed).ThenBy(row => row.Stage));
        ResultsPath = _resultsPath;
    }

    /// <summary>Gives what the results were made with.</summary>
    public static ResultsSettings SettingsOf(SimulationOptions options) => new(
    [
        (Command, Name),
        ("stages", options.StageCount.ToString(CultureInfo.InvariantCulture)),
        ("budget", options.BudgetPerStage?.ToString(CultureInfo.InvariantCulture) ?? "default"),
        .. TableSettings.Of(options.Table),
    ]);

    /// <summary>Tells where the files are.</summary>
    public void Tell()
    {
        if (ModelPath is not null)
        {
            output.WriteLine($"Model:   {ModelPath} (seed 1)");
        }

        if (ResultsPath is not null)
        {
            output.WriteLine($"Results: {ResultsPath}");
        }
    }
}
