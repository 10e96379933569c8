using System.CommandLine;
using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>The command line of the experiments on a few labelled anomalies.</summary>
internal static class WeakLabelsCommand
{
    /// <summary>A word that stands for every name.</summary>
    private const string All = "all";

    private static readonly Dictionary<string, WeakLabelExperiment> Experiments =
        Enum.GetValues<WeakLabelExperiment>().ToDictionary(WeakLabelsOptions.NameOf);

    public static Command Create()
    {
        var experiment = new Argument<string>("experiment")
        {
            Description = "table (methods side by side on data sets), ablations (RoSAS without one of its parts), contamination "
                + "(anomalies hidden among the unlabelled rows), labels "
                + "(numbers of labelled anomalies), scalability (seconds by features and rows), toys (clustered, scattered and novel "
                + "anomalies in two dimensions) or sensitivity (RoSAS with other values of its options).",
        };
        experiment.AcceptOnlyFromAmong([.. Experiments.Keys]);
        var datasets = new Option<string>("--datasets")
        {
            Description = $"{string.Join(", ", WeakLabelDataset.AllNames)}, the name of another file in --data, a path, a comma list, or "
                + "all (of these; the one where --data is a file). Not with scalability and toys, which make their rows.",
            DefaultValueFactory = _ => All,
        };
        var methods = new Option<string?>("--methods")
        {
            Description = $"{string.Join(", ", BenchmarkMethods.KnownWeakLabelMethods)}, a comma list, or all (of these, without "
                + $"{BenchmarkMethods.RosasEarlyStopName}, which is told the truth of a fifth of the rows); the others are compared with "
                + $"the first one. ablations and sensitivity take {BenchmarkMethods.RosasName}, their default, or "
                + $"{BenchmarkMethods.RosasEarlyStopName}.",
        };
        var data = new Option<string?>("--data")
        {
            Description = "The folder of the data sets (files: CSV, plain, .gz or .zst, or Parquet), or one file; by default the "
                + $"environment variable {BenchmarkCommand.DataVariable}, then the data shipped.",
        };
        var sample = new Option<int?>("--sample")
        {
            Description = "The number of rows to draw of larger data sets, of each class the same share; by default all.",
        };
        PositiveNumber.Require(sample);
        var runs = PositiveNumber.Option("--runs", "The number of runs, each with a split, labels and seeds of its own.", 10);
        var jobs = new Option<int?>("--jobs")
        {
            Description = "The number of runs at a time; results do not depend on it. By default as many as there are processors, and one "
                + "with scalability, which measures seconds.",
        };
        PositiveNumber.Require(jobs);
        var labelled = PositiveNumber.Option(
            "--labelled", "The number of labelled anomalies.", WeakLabelOptions.Defaults.LabeledCount);
        var contamination = new Option<string>("--contamination")
        {
            Description = "The share of anomalies among the unlabelled rows, in [0, 1), or own for the data's own.",
            DefaultValueFactory = _ => WeakLabelOptions.Defaults.Contamination.ToString(CultureInfo.InvariantCulture),
        };
        var noAdded = new Option<bool>("--no-added-anomalies")
        {
            Description = "Leave a data set with too few anomalies for the contamination as it is, instead of adding copies of anomalies "
                + "with 5 % of the features of others.",
        };
        var oneSplit = new Option<bool>("--one-split")
        {
            Description = "Give every run the split of the first one, as the authors' program does; seeds alone differ then.",
        };
        var values = new Option<string?>("--values")
        {
            Description = "The values of contamination (shares in [0, 1)) or labels (numbers from 1), a comma list; by default "
                + $"{Listed(WeakLabelExperiment.Contamination)} and {Listed(WeakLabelExperiment.Labels)}.",
        };
        var mostRows = PositiveNumber.Option("--most-rows", "Where the rows of scalability end: 4000, 8000, 16000, ...", 1_024_000);
        var mostFeatures = PositiveNumber.Option("--most-features", "Where its features end: 16, 32, 64, ...", 4096);
        var output = new Option<string?>("--output", "-o")
        {
            Description = $"The results file; by default EXPERIMENT.csv in the folder {Path.Combine("artifacts", "weak-labels")}.",
        };
        var resume = new Option<bool>("--resume") { Description = "Skip runs that the results file holds already." };
        var json = CommandOutput.JsonOption();
        var command = new Command(
            "weak-labels",
            "Compares methods that learn from a few labelled anomalies and many unlabelled rows: the experiments of Xu et al. (RoSAS, "
            + "2023).")
        {
            experiment,
        };
        foreach (var option in (Option[])
            [datasets, methods, data, sample, runs, jobs, labelled, contamination, noAdded, oneSplit, values, mostRows, mostFeatures,
                output, resume, json])
        {
            command.Options.Add(option);
        }

        var table = new TableArguments(command, TablePurpose.Truth);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(parsed, () =>
        {
            var chosen = Experiments[parsed.GetRequiredValue(experiment)];
            var makesRows = WeakLabelsOptions.MakesItsRows(chosen);
            RequireUsed(parsed, chosen, makesRows, [datasets, data, sample, noAdded, oneSplit], isUsed: !makesRows);
            RequireUsed(
                parsed, chosen, makesRows, [labelled], isUsed: chosen is not (WeakLabelExperiment.Labels or WeakLabelExperiment.Toys));
            RequireUsed(
                parsed,
                chosen,
                makesRows,
                [contamination],
                isUsed: chosen is not (WeakLabelExperiment.Contamination or WeakLabelExperiment.Toys));
            RequireUsed(
                parsed, chosen, makesRows, [values], isUsed: chosen is WeakLabelExperiment.Contamination or WeakLabelExperiment.Labels);
            RequireUsed(parsed, chosen, makesRows, [mostRows, mostFeatures], isUsed: chosen is WeakLabelExperiment.Scalability);
            RequireUsed(parsed, chosen, makesRows, [.. table.All], isUsed: !makesRows);
            if (chosen is WeakLabelExperiment.Scalability)
            {
                RequireScalable(
                    parsed.GetRequiredValue(labelled),
                    parsed.GetRequiredValue(contamination),
                    parsed.GetRequiredValue(mostRows),
                    parsed.GetRequiredValue(mostFeatures));
            }

            var name = WeakLabelsOptions.NameOf(chosen);
            return new WeakLabelsRun(
                new WeakLabelsOptions
                {
                    Experiment = chosen,
                    Datasets = makesRows
                        ? []
                        : BenchmarkCommand.List(
                            parsed.GetRequiredValue(datasets), AllDatasets(parsed.GetValue(data)), known: null),
                    Methods = Methods(parsed.GetValue(methods), chosen),
                    DataPlaces = makesRows ? [] : BenchmarkCommand.Places(parsed.GetValue(data)),
                    Table = table.Read(parsed),
                    Sample = parsed.GetValue(sample),
                    RunCount = parsed.GetRequiredValue(runs),
                    JobCount = parsed.GetValue(jobs) ?? (chosen == WeakLabelExperiment.Scalability ? 1 : Environment.ProcessorCount),
                    Split = new WeakLabelOptions
                    {
                        LabeledCount = parsed.GetRequiredValue(labelled),
                        Contamination = Contamination(parsed.GetRequiredValue(contamination)),
                        AddsAnomalies = !parsed.GetValue(noAdded),
                    },
                    OneSplit = parsed.GetValue(oneSplit),
                    Values = Values(parsed.GetValue(values), chosen),
                    MostRows = parsed.GetRequiredValue(mostRows),
                    MostFeatures = parsed.GetRequiredValue(mostFeatures),
                    Resume = parsed.GetValue(resume),
                    ResultsPath = parsed.GetValue(output) ?? Path.Combine("artifacts", "weak-labels", $"{name}.csv"),
                },
                CommandOutput.Of(parsed, json)).Run(cancellationToken);
        }));
        return command;
    }

    /// <summary>An option that an experiment would ignore is refused.</summary>
    private static void RequireUsed(
        ParseResult parsed, WeakLabelExperiment experiment, bool makesRows, Option[] options, bool isUsed)
    {
        var ignored = options.FirstOrDefault(option => !isUsed && parsed.GetResult(option) is { Implicit: false });
        if (ignored is not null)
        {
            throw new UsageException(
                $"{ignored.Name} does not go with {WeakLabelsOptions.NameOf(experiment)}, which "
                + $"{(makesRows ? "makes rows of its own" : "would not use it")}. Leave it out.");
        }
    }

    private static void RequireScalable(int labelled, string contamination, int mostRows, int mostFeatures)
    {
        if (Contamination(contamination) is null)
        {
            throw new UsageException(
                $"--contamination {contamination} does not go with scalability, whose made rows have no share of anomalies of their own. "
                + "Give a number in [0, 1).");
        }

        if (labelled >= WeakLabelGrid.FewestRows)
        {
            throw new UsageException(
                $"--labelled is {labelled}, and scalability begins with {WeakLabelGrid.FewestRows} rows, of which some are not labelled. "
                + "Give fewer.");
        }

        if (mostFeatures > WeakLabelGrid.MostFeatures)
        {
            throw new UsageException($"--most-features is {mostFeatures}; at most {WeakLabelGrid.MostFeatures} are allowed.");
        }

        if (mostRows < WeakLabelGrid.FewestRows && mostFeatures < WeakLabelGrid.FewestFeatures)
        {
            throw new UsageException(
                $"--most-rows is {mostRows} and --most-features {mostFeatures}, and no run is left: {WeakLabelGrid.FewestRows} rows and "
                + $"{WeakLabelGrid.FewestFeatures} features are the fewest. Raise one of them.");
        }
    }

    private static List<string> Methods(string? text, WeakLabelExperiment experiment)
    {
        string[] ofRosas = [BenchmarkMethods.RosasName, BenchmarkMethods.RosasEarlyStopName];
        if (WeakLabelsOptions.IsOnRosas(experiment))
        {
            return BenchmarkCommand.List(text ?? BenchmarkMethods.RosasName, ofRosas, ofRosas);
        }

        var methods = BenchmarkCommand.List(text ?? All, BenchmarkMethods.WeakLabelMethods, BenchmarkMethods.KnownWeakLabelMethods);
        return WeakLabelsOptions.MakesItsRows(experiment) && methods.Contains(BenchmarkMethods.RosasEarlyStopName)
            ? throw new UsageException(
                $"{BenchmarkMethods.RosasEarlyStopName} does not go with {WeakLabelsOptions.NameOf(experiment)}, whose made rows have no "
                + $"validation part. {BenchmarkMethods.RosasName} does.")
            : methods;
    }

    private static IReadOnlyList<string> AllDatasets(string? data) =>
        data is not null && File.Exists(data) ? [DataSet.OfFile(data).Name] : WeakLabelDataset.AllNames;

    private static string Listed(WeakLabelExperiment experiment) => string.Join(
        ',', WeakLabelGrid.DefaultValues(experiment).Select(value => value.ToString(CultureInfo.InvariantCulture)));

    private static double? Contamination(string text) => text == "own" ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and < 1 ? value
        : throw new UsageException($"--contamination is '{text}'; a number in [0, 1), or own, is allowed.");

    private static IReadOnlyList<double> Values(string? text, WeakLabelExperiment experiment)
    {
        if (text is null)
        {
            return WeakLabelGrid.DefaultValues(experiment);
        }

        var words = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var isLabels = experiment == WeakLabelExperiment.Labels;
        double[] values =
        [
            .. words.Select(word =>
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && (isLabels ? value is >= 1 and <= int.MaxValue && Math.Floor(value) == value : value is >= 0 and < 1)
                ? value
                : throw new UsageException(
                    $"--values has '{word}'; {(isLabels ? "whole numbers from 1" : "numbers in [0, 1)")}, a comma list, are allowed."))
                .Distinct(),
        ];
        return values.Length > 0 ? values : throw new UsageException("--values is empty; give one value at least, or leave it out.");
    }
}
