using System.CommandLine;
using System.Globalization;
using ActiveAnomaly.Examples.Demo;
using ActiveAnomaly.Examples.Input;
using ActiveAnomaly.Tables;
using Spectre.Console;
using Table = Spectre.Console.Table;
using TableColumn = Spectre.Console.TableColumn;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>The command line of <see cref="CrossValidation"/>.</summary>
internal static class CrossValidationCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = DemoCommand.DataDescription,
            DefaultValueFactory = _ => "ionosphere",
        };
        var folds = new Option<int>("--folds") { Description = "The number of folds, at least 2.", DefaultValueFactory = _ => 5 };
        folds.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
                && value < 2)
            {
                result.AddError($"--folds is {value}; it must be at least 2.");
            }
        });
        var output = new Option<string>("--out")
        {
            Description = "The folder for the model.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "scripts"),
        };
        var command = new Command(
            "cross-validation",
            "Trains with all labels on all folds but one, evaluates on that one, each in turn; saves a model of all rows.")
        {
            data,
            folds,
            output,
        };
        var table = new TableArguments(command);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(() =>
        {
            foreach (var dataSet in DataSet.Find(parsed.GetRequiredValue(data)))
            {
                Run(
                    dataSet,
                    table.Read(parsed),
                    parsed.GetRequiredValue(folds),
                    parsed.GetRequiredValue(output),
                    AnsiConsole.Console,
                    cancellationToken);
            }

            return true;
        }));
        return command;
    }

    private static void Run(
        DataSet dataSet,
        TableOptions options,
        int foldCount,
        string outputFolder,
        IAnsiConsole console,
        CancellationToken cancellationToken)
    {
        var table = TableReader.Read(dataSet.Path, options, cancellationToken);
        console.WriteUnderstood(table);
        var modelPath = ScriptRun.PathIn(outputFolder, $"{dataSet.Name}-all-rows.zip");
        var validation = new CrossValidation(table, options.MostCategories, cancellationToken);
        List<FoldResult> results = [];
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn()).AutoClear(true)
            .Start(context =>
        {
            var bar = context.AddTask("Folds", maxValue: foldCount + 1);
            foreach (var result in validation.Evaluate(foldCount))
            {
                results.Add(result);
                bar.Increment(1);
            }

            validation.TrainOnAll(modelPath);
        });
        WriteTable(console, results);
        WriteMean(console, [.. results.Where(result => result.Metrics is not null).Select(result => result.Metrics!.AreaUnderRocCurve)]);
        console.WriteModelFolder(modelPath);
    }

    private static void WriteTable(IAnsiConsole console, List<FoldResult> results)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in (string[])["fold", "trained on", "tested on", "abnormal", "AUC", "detection rate at 10 false positives"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var result in results)
        {
            table.AddRow(
                Text(result.Fold, "F0"),
                Text(result.TrainedRowCount, "F0"),
                Text(result.TestedRowCount, "F0"),
                Text(result.AbnormalCount, "F0"),
                result.Metrics is { } metrics ? Text(metrics.AreaUnderRocCurve, "F4") : "-",
                result.Metrics is { } rates ? Text(rates.DetectionRateAtFalsePositiveCount, "F4") : "-");
        }

        console.Write(table);
    }

    private static void WriteMean(IAnsiConsole console, double[] aucs)
    {
        var mean = aucs.Length == 0 ? double.NaN : aucs.Average();
        var deviation = aucs.Length < 2 ? double.NaN : Math.Sqrt(aucs.Sum(auc => (auc - mean) * (auc - mean)) / (aucs.Length - 1));
        console.WriteUnwrapped(
            FormattableString.Invariant($"AUC: mean {mean:F4}, standard deviation {deviation:F4} over {aucs.Length} folds"));
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
