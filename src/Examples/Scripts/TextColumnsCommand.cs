using System.CommandLine;
using ActiveAnomaly.Examples.Demo;
using ActiveAnomaly.Examples.Input;
using ActiveAnomaly.Tables;
using Microsoft.ML.ActiveAnomaly;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>The command line of <see cref="TextColumnsModel"/>.</summary>
internal static class TextColumnsCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = DemoCommand.DataDescription, Required = true };
        var output = new Option<string>("--out")
        {
            Description = "The folder for the model.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "scripts"),
        };
        var command = new Command(
            "text-columns",
            "Trains, evaluates and uses a model of data with columns of text, which are one-hot encoded.")
        {
            data,
            output,
        };
        var table = new TableArguments(command);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(() =>
        {
            foreach (var dataSet in DataSet.Find(parsed.GetRequiredValue(data)))
            {
                Run(dataSet, table.Read(parsed), parsed.GetRequiredValue(output), AnsiConsole.Console, cancellationToken);
            }

            return true;
        }));
        return command;
    }

    private static void Run(
        DataSet dataSet, TableOptions options, string outputFolder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var table = TableReader.Read(dataSet.Path, options, cancellationToken);
        console.WriteUnderstood(table);
        table.RequireTruth("the script, which plays the expert with it,");
        var modelPath = ScriptRun.PathIn(outputFolder, $"{dataSet.Name}-text-columns.zip");
        TrainingBar.Show(console, dataSet.Name, ActiveLearningEstimator.Options.DefaultStageCount, progress =>
            TextColumnsModel.Train(modelPath, table, options.MostCategories, progress, cancellationToken));
        console.WriteMetrics(TextColumnsModel.Evaluate(modelPath, table));
        console.WriteModelFolder(modelPath);
    }
}
