using System.CommandLine;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Scoring.Partitions;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>The command line of <see cref="ScoreRun"/>.</summary>
internal static class ScoreCommand
{
    private const int DefaultReasonCount = 3;

    private static readonly Dictionary<string, ScoreFormat> FormatWords = new()
    {
        ["csv"] = ScoreFormat.Csv,
        ["parquet"] = ScoreFormat.Parquet,
    };

    public static Command Create()
    {
        var data = new Argument<string[]>("tables")
        {
            Description = "A file (CSV, plain, .gz or .zst, or Parquet), read as the model's training table was. Several files, a folder, "
                + "or a quoted pattern such as 'data/*.parquet' are the partitions of a table: each is scored by itself, of any size.",
            Arity = ArgumentArity.OneOrMore,
        };
        data.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(token => token.Value).Where(word => word.StartsWith("--", StringComparison.Ordinal)))
            {
                result.AddError($"score has no option '{word}'; --help names those that it has. A file of this name is ./{word}.");
            }
        });
        var model = new Option<string>("--model") { Description = "A model that train or evaluate wrote.", Required = true };
        var output = new Option<string>("--output", "-o", "--out")
        {
            Description = "The folder for the scores, a file a table: line, score, abnormal, and the probability where the model says "
                + "one. For a single table also the file, whose name ends in .csv.",
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
        var resume = new Option<bool>("--resume")
        {
            Description = "Keeps the scores of partitions that are finished, of the same file and model and in the same way, and scores "
                + "the others.",
        };
        var threads = PositiveNumber.Option(
            "--threads",
            "How many partitions are scored at a time, a thread each; by default one a processor.",
            Environment.ProcessorCount);
        var format = new Option<string?>("--format")
        {
            Description = "How the scores of partitions are written: csv or parquet. By default parquet where the partition's name ends "
                + "so, and else csv.",
        };
        format.AcceptOnlyFromAmong([.. FormatWords.Keys]);
        var json = CommandOutput.JsonOption();
        var command = new Command("score", "Scores the rows of a table with a saved model.") 
        {
            data, model, output, resume, threads, format, explain, reasons, background, json,
        };
        var cluster = new ClusterArguments(
            command,
            "The cluster whose other machines score partitions too, those that run work, or score, with it; files lie at the same paths "
                + "for all.");
        command.Validators.Add(result =>
        {
            if (!result.GetValue(explain) && (result.GetResult(reasons) is { Implicit: false } || result.GetValue(background) is not null))
            {
                result.AddError("--reasons and --background say how rows are explained; give --explain with them.");
            }
        });
        var table = new TableArguments(command, TablePurpose.Scoring);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(parsed, () =>
        {
            var words = parsed.GetRequiredValue(data);
            var why = parsed.GetValue(explain) ? new ExplainOptions(parsed.GetValue(reasons), parsed.GetValue(background)) : null;
            Option[] ofPartitions = [resume, threads, format];
            var place = cluster.Read(parsed);
            var areGiven = place is not null || ofPartitions.Any(option => parsed.GetResult(option) is { Implicit: false });
            if (!areGiven && !PartitionPlan.IsOfSeveral(words))
            {
                return new ScoreRun(
                    parsed.GetRequiredValue(model),
                    table.Read(parsed),
                    parsed.GetRequiredValue(output),
                    why,
                    CommandOutput.Of(parsed, json)).Run(DataSet.FindOne(words[0], "scores are of one table"), cancellationToken);
            }

            if (why is { BackgroundPath: null })
            {
                throw new UsageException(
                    "--explain needs --background where partitions are scored: no table of ordinary rows is the same for all of them. Name "
                    + "one, such as the one that the model was trained on.");
            }

            var options = new PartitionOptions(
                parsed.GetRequiredValue(model),
                parsed.GetRequiredValue(output),
                table.Read(parsed),
                why,
                parsed.GetValue(format) is { } word ? FormatWords[word] : null,
                parsed.GetValue(threads),
                parsed.GetValue(resume),
                place);
            return new PartitionRun(options, CommandOutput.Of(parsed, json)).Run(words, cancellationToken);
        }));
        return command;
    }
}
