using System.CommandLine;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>The command line of <see cref="ScoreRun"/>.</summary>
internal static class ScoreCommand
{
    private const int DefaultReasonCount = 3;

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
        var explain = new Option<bool>("--explain")
        {
            Description = "Says of every row above the threshold which columns raise its score, compared with ordinary rows: columns "
                + "reason1, contribution1 and so on in the file of scores.",
        };
        var reasons = PositiveNumber.Option("--reasons", "The most columns that --explain names for a row.", DefaultReasonCount);
        var background = new Option<string?>("--background")
        {
            Description = "The table whose ordinary rows --explain compares with, such as the one that the model was trained on; by "
                + "default the scored table.",
        };
        var json = CommandOutput.JsonOption();
        var command = new Command("score", "Scores the rows of a table with a saved model.") 
        {
            data, model, output, explain, reasons, background, json,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(explain) && (result.GetResult(reasons) is { Implicit: false } || result.GetValue(background) is not null))
            {
                result.AddError("--reasons and --background say how rows are explained; give --explain with them.");
            }
        });
        var table = new TableArguments(command, TablePurpose.Scoring);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(parsed, () => new ScoreRun(
            parsed.GetRequiredValue(model),
            table.Read(parsed),
            parsed.GetRequiredValue(output),
            parsed.GetValue(explain) ? new ExplainOptions(parsed.GetValue(reasons), parsed.GetValue(background)) : null,
            CommandOutput.Of(parsed, json)).Run(DataSet.Find(parsed.GetRequiredValue(data)), cancellationToken)));
        return command;
    }
}
