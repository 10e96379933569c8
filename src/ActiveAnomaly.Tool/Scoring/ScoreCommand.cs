using System.CommandLine;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>The command line of <see cref="ScoreRun"/>.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var data = new Argument<string>("table")
        {
            Description = "A file (CSV, plain, .gz or .zst, or Parquet), or a folder of files; read as the model's training table was.",
        };
        var model = new Option<string>("--model") { Description = "A model that train or evaluate wrote.", Required = true };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder for the scores, a CSV a data set: line, score, abnormal, and the probability where the model says "
                + "one.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "scores"),
        };
        var json = CommandOutput.JsonOption();
        var command = new Command("score", "Scores the rows of a table with a saved model.") { data, model, output, json };
        var table = new TableArguments(command, TablePurpose.Scoring);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(parsed, () => new ScoreRun(
            parsed.GetRequiredValue(model),
            table.Read(parsed),
            parsed.GetRequiredValue(output),
            CommandOutput.Of(parsed, json)).Run(DataSet.Find(parsed.GetRequiredValue(data)), cancellationToken)));
        return command;
    }
}
