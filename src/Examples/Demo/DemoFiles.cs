using ActiveAnomaly.Examples.Input;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Demo;

/// <summary>The files of one data set's runs; each is there either whole or not at all.</summary>
internal sealed class DemoFiles(string folder, string name, IAnsiConsole console)
{
    private bool _hasModel;

    /// <summary>Gets the path of the model of the first seed.</summary>
    public string ModelPath { get; } = Path.GetFullPath(Path.Combine(folder, $"{name}.zip"));

    /// <summary>Gets the path of the results, a line a seed and stage.</summary>
    public string ResultsPath { get; } = Path.GetFullPath(Path.Combine(folder, $"{name}.csv"));

    /// <summary>Writes a model, and in the same file what was understood of the table that it was trained on.</summary>
    public void WriteModel(MLContext mlContext, ITransformer model, DataViewSchema inputSchema, TableSchema schema)
    {
        ModelOutput.Write(mlContext, model, inputSchema, schema, ModelPath);
        _hasModel = true;
    }

    public void WriteResults(IEnumerable<StageResult> results) =>
        AtomicFile.WriteAllText(
            ResultsPath, string.Join('\n', results.Select(result => result.ToCsv()).Prepend(StageResult.CsvHeader)) + "\n");

    /// <summary>Tells where the files are.</summary>
    public void Tell()
    {
        if (_hasModel)
        {
            console.Profile.Out.Writer.WriteLine($"Model:   {ModelPath} (seed 1)");
        }

        console.Profile.Out.Writer.WriteLine($"Results: {ResultsPath}");
    }
}
