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
    private readonly string _modelPath = Path.GetFullPath(Path.Combine(options.OutputFolder, $"{name}.zip"));
    private readonly string _resultsPath = Path.GetFullPath(Path.Combine(options.OutputFolder, $"{name}.csv"));

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

    public void WriteResults(IEnumerable<BenchmarkRow> rows)
    {
        new ResultsFile<BenchmarkRow>(_resultsPath, BenchmarkResults.Schema, SettingsOf(options)).Write(rows);
        ResultsPath = _resultsPath;
    }

    /// <summary>Gives what the results were made with.</summary>
    public static ResultsSettings SettingsOf(SimulationOptions options) => new(
    [
        ("command", "evaluate"),
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
