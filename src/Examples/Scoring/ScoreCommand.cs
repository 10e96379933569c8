using System.CommandLine;
using ActiveAnomaly.Examples.Input;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Scoring;

/// <summary>The command line of <see cref="ScoreRun"/>.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model")
        {
            Description = "A model that demo, cross-validation or text-columns wrote.",
            Required = true,
        };
        var data = new Option<string>("--data")
        {
            Description = "A file (CSV, plain, .gz or .zst, or Parquet), or a folder of files; read as the model's training table was.",
            Required = true,
        };
        var output = new Option<string>("--out")
        {
            Description = "The folder for the scores, a CSV a data set: line, score, abnormal.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "scores"),
        };
        var command = new Command("score", "Scores the rows of a table with a saved model.") { model, data, output };
        var table = new TableArguments(command, isTraining: false);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(() => new ScoreRun(
            parsed.GetRequiredValue(model), table.Read(parsed), parsed.GetRequiredValue(output), AnsiConsole.Console)
            .Run(DataSet.Find(parsed.GetRequiredValue(data)), cancellationToken)));
        return command;
    }
}
