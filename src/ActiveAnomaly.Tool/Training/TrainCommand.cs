using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Training;

/// <summary>The command line of <see cref="TrainRun"/>.</summary>
internal static class TrainCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="runOf">Makes what trains of its options; null for the usual.</param>
    public static Command Create(Func<TrainOptions, CommandOutput, TrainRun>? runOf = null)
    {
        runOf ??= static (options, output) => new TrainRun(options, output);
        var data = new Argument<string>("table")
        {
            Description = "ionosphere or glass (shipped), or a file (CSV, plain, .gz or .zst, or Parquet).",
        };
        var detector = new Option<string>("--detector")
        {
            Description = $"The method: {string.Join(", ", BenchmarkMethods.Losses)}. gp, a Gaussian process, is the default detector.",
            DefaultValueFactory = _ => "gp",
        };
        detector.AcceptOnlyFromAmong([.. BenchmarkMethods.Losses]);
        detector.HelpName = "method";
        var seed = new Option<long>("--seed") { Description = "The seed of everything random.", DefaultValueFactory = _ => 1 };
        var contamination = new Option<double>("--contamination")
        {
            Description = "The share of rows expected abnormal, in [0, 1], from which the threshold is taken.",
            DefaultValueFactory = _ => DetectorOptions.DefaultContamination,
            CustomParser = result =>
                double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value is >= 0 and <= 1
                    ? value
                    : Refuse(result),
        };
        var ensemble = PositiveNumber.Option(
            "--ensemble",
            "Trains so many detectors, which differ in their seed, as one detector with one score; 1 for a single one.",
            1);
        var combination = CombinationOption.Create();
        var probability = new Option<bool>("--probability")
        {
            Description = "Let the model say how probable it is that a row is abnormal; trains ten more models, each without a "
                + "tenth of the labels.",
        };
        var falseAlarmRate = new Option<double?>("--false-alarm-rate")
        {
            Description = "The share of normal rows that may lie above the threshold, in (0, 1), kept with a confidence of 95 %; in place "
                + "of --contamination. Trains ten more models where there are labels.",
            CustomParser = result =>
                double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value is > 0 and < 1
                    ? value
                    : RefuseRate(result),
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The model's file; by default the table's name with the ending .zip, in the folder "
                + $"{Path.Combine("artifacts", "train")}.",
        };
        var json = CommandOutput.JsonOption();
        var command = new Command(
            "train",
            "Trains a detector on a table, with the labels that it has, or without, and saves the model with what was understood of the "
            + "table.")
        {
            data,
            detector,
            seed,
            contamination,
            ensemble,
            combination,
            probability,
            falseAlarmRate,
            output,
            json,
        };
        command.Validators.Add(result =>
        {
            if (IsGiven(result, falseAlarmRate) && IsGiven(result, contamination))
            {
                result.AddError("--false-alarm-rate and --contamination both say where the threshold lies; give one of both.");
            }
        });
        CombinationOption.Require(command, combination, ensemble);
        var cluster = new ClusterArguments(
            command,
            "Trains an ensemble's members on the machines of a cluster, this one among them, and sets up gp on them where the table is "
            + "large.");
        var table = new TableArguments(command, TablePurpose.Training);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(parsed, () => runOf(
            new TrainOptions
            {
                Data = parsed.GetRequiredValue(data),
                Table = table.Read(parsed),
                Detector = parsed.GetRequiredValue(detector),
                Seed = parsed.GetValue(seed),
                Contamination = parsed.GetValue(contamination),
                EnsembleSize = parsed.GetValue(ensemble),
                Combination = parsed.GetValue(combination),
                Cluster = cluster.Read(parsed),
                Probability = parsed.GetValue(probability),
                FalseAlarmRate = parsed.GetValue(falseAlarmRate),
                ModelPath = parsed.GetValue(output),
            },
            CommandOutput.Of(parsed, json)).Run(cancellationToken)));
        return command;
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static double? RefuseRate(ArgumentResult result)
    {
        result.AddError($"--false-alarm-rate is '{result.Tokens[0].Value}'; a number in (0, 1) is allowed, such as 0.01.");
        return null;
    }

    private static double Refuse(ArgumentResult result)
    {
        result.AddError($"--contamination is '{result.Tokens[0].Value}'; a number in [0, 1] is allowed.");
        return DetectorOptions.DefaultContamination;
    }
}
