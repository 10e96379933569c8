using System.CommandLine;
using ActiveAnomaly.Examples.Benchmark;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>The command line of <see cref="NslKddModel"/> and <see cref="TextColumnsModel"/>.</summary>
internal static class TextColumnsCommand
{
    private const string NslKddFile = "nslkdd.csv.gz";

    private const int DefaultRowCount = 20_000;

    public static Command Create()
    {
        var csv = new Argument<string?>("csv")
        {
            Description = "A .csv or .csv.gz: a header, columns of text or numbers, the label (0 normal, 1 abnormal) last. Without it: "
                + $"NSL-KDD, {NslKddFile} in the data folder.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var data = new Option<string?>("--data")
        {
            Description = $"The folder of the data sets; by default the environment variable {BenchmarkCommand.DataVariable}.",
        };
        var rows = new Option<int>("--rows")
        {
            Description = "The largest number of rows to read, evenly spread over the file.",
            DefaultValueFactory = _ => DefaultRowCount,
        };
        PositiveNumber.Require(rows);
        var output = new Option<string>("--out")
        {
            Description = "The folder for the model.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "scripts"),
        };
        var command = new Command(
            "text-columns",
            "Trains, evaluates and uses a model of data with columns of text, which are one-hot encoded.")
        {
            csv,
            data,
            rows,
            output,
        };
        command.SetAction((parsed, cancellationToken) => Guarded.Start(() =>
        {
            var path = parsed.GetValue(csv);
            using var sample = new CsvSample(
                path is null ? FindNslKdd(parsed.GetValue(data)) : Existing(path), parsed.GetRequiredValue(rows), cancellationToken);
            AnsiConsole.Console.WriteUnwrapped(
                FormattableString.Invariant($"{sample.RowCount} of {sample.SourceRowCount} rows of {path ?? NslKddFile}"));
            return path is null
                ? RunNslKdd(sample.Path, parsed.GetRequiredValue(output), AnsiConsole.Console, cancellationToken)
                : RunAny(sample, parsed.GetRequiredValue(output), AnsiConsole.Console, cancellationToken);
        }));
        return command;
    }

    private static bool RunNslKdd(string dataPath, string outputFolder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var modelPath = ScriptRun.PathIn(outputFolder, "NslKddModel.zip");
        TrainingBar.Show(console, "NSL-KDD", ActiveLearningEstimator.Options.DefaultStageCount, progress =>
            NslKddModel.Train(modelPath, dataPath, progress: progress, cancellationToken: cancellationToken));
        console.WriteMetrics(NslKddModel.Evaluate(modelPath, dataPath));

        var mlContext = new MLContext();
        var data = NslKddModel.LoadIDataViewFromFile(mlContext, dataPath, separatorChar: ',', hasHeader: true);
        var first = mlContext.Data.CreateEnumerable<NslKddModel.ModelInput>(data, reuseRowObject: false).First();
        var prediction = new NslKddModel(modelPath).Predict(first);
        console.WritePrediction(prediction.Score, prediction.PredictedLabel, first.Label);
        console.WriteModelFolder(modelPath);
        return true;
    }

    private static bool RunAny(CsvSample sample, string outputFolder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var modelPath = ScriptRun.PathIn(outputFolder, "TextColumnsModel.zip");
        var model = TextColumnsModel.ForSample(sample);
        console.WriteUnwrapped(
            $"Text, one-hot encoded: {string.Join(", ", model.TextColumns)}. Numbers: {string.Join(", ", model.NumberColumns)}.");
        TrainingBar.Show(console, "Text columns", ActiveLearningEstimator.Options.DefaultStageCount, progress =>
            model.Train(modelPath, sample.Path, progress, cancellationToken));
        console.WriteMetrics(model.Evaluate(modelPath, sample.Path));
        console.WriteUnwrapped(
            FormattableString.Invariant($"Predict, highest score in the file: {model.Predict(modelPath, sample.Path).Max():G6}"));
        console.WriteModelFolder(modelPath);
        return true;
    }

    private static string FindNslKdd(string? given)
    {
        var folder = given ?? Environment.GetEnvironmentVariable(BenchmarkCommand.DataVariable);
        if (string.IsNullOrEmpty(folder))
        {
            throw new InputException(
                $"NSL-KDD is not shipped: the file {NslKddFile} is needed (41 columns and the label; 1, 2 and 3 hold text). Give its "
                + $"folder with --data or in the environment variable {BenchmarkCommand.DataVariable}, or give the path of any CSV.");
        }

        var path = Path.Combine(folder, NslKddFile);
        return File.Exists(path) ? path
            : throw new InputException($"There is no file '{path}'. Put {NslKddFile} there, give another folder with --data or in the "
                + $"environment variable {BenchmarkCommand.DataVariable}, or give the path of any CSV.");
    }

    private static string Existing(string path) => File.Exists(path) ? path
        : throw new InputException($"There is no file '{path}'. Give the path of a .csv or .csv.gz.");
}
