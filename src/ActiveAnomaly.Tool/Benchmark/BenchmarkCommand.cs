using System.CommandLine;
using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>The command line of the paper's benchmark, in the words of its authors' program.</summary>
internal static class BenchmarkCommand
{
    /// <summary>The environment variable that names the folder of the data sets.</summary>
    public const string DataVariable = "ACTIVEANOMALY_DATA";

    /// <summary>Makes the command.</summary>
    /// <param name="run">Makes what runs it; null, the default, for a <see cref="BenchmarkRun"/>.</param>
    public static Command Create(Func<BenchmarkOptions, CommandOutput, BenchmarkRun>? run = null)
    {
        var dataset = new Argument<string>("dataset")
        {
            Description = "ionosphere, arrhythmia, cardio, mnist_tab, glass, optdigits, nslkdd, the name of another file in --data, a "
                + "path, a "
                + "comma list, or all (of these, without nslkdd; the one where --data is a file).",
        };
        var pollution = new Argument<string>("pollution ratio")
        {
            Description = "The abnormal share of the pool in [0, 1), or own for the data's own; 0 trains on normal rows only.",
        };
        var loss = new Argument<string>("loss")
        {
            Description = $"{string.Join(", ", BenchmarkMethods.Losses)}, a comma list, or all (of the paper's: "
                + $"{string.Join(", ", BenchmarkMethods.PaperLosses)}).",
        };
        var query = new Argument<string>("query")
        {
            Description = $"{string.Join(", ", BenchmarkMethods.Queries)} (mlp: high confidence, which has nothing "
                + "to do with the loss mlp, a perceptron; db: decision boundary, "
                + "abs: adaptive boundary; thirds: with two thirds at the top while these hit, thirds_always: without, thirds_top: all "
                + "there; margin: of BALIF's Beta distributions), a comma list, or all (of the paper's: "
                + $"{string.Join(", ", BenchmarkMethods.PaperQueries)}).",
        };
        var pseudo = new Argument<string>("pseudo-abnormal")
        {
            Description = "1 to use pseudo-abnormal rows, 0 not to, auto for where the paper does (db and abs).",
        };
        var data = new Option<string?>("--data")
        {
            Description = "The folder of the data sets (files: CSV, plain, .gz or .zst, or Parquet), or one file; by default the "
                + "environment "
                + $"variable {DataVariable}, then the data shipped.",
        };
        var seeds = PositiveNumber.Option("--seeds", "The number of runs, with seeds 1, 2, and so on.", 5);
        var stages = PositiveNumber.Option("--stages", "The number of queries.", 5);
        var budget = new Option<int?>("--budget") { Description = "The number of rows asked a stage; by default the paper's rule." };
        PositiveNumber.Require(budget);
        var jobs = PositiveNumber.Option(
            "--jobs", "The number of runs that this process does at a time; results do not depend on it.", Environment.ProcessorCount);
        var preset = new Option<BenchmarkPreset>("--preset")
        {
            Description = "default: the library's choices; authors: those of the authors' program.",
            DefaultValueFactory = _ => BenchmarkPreset.Default,
        };
        var reuse = new Option<bool>("--reuse-pretraining") { Description = "Pre-train once a run instead of at every stage." };
        var ensemble = PositiveNumber.Option(
            "--ensemble",
            "The number of detectors, of different seeds, whose scores are averaged; balif and extra_trees, forests, stay single.",
            1);
        var combination = CombinationOption.Create();
        var engine = new Option<EngineChoice>("--engine")
        {
            Description = "What trains the networks; Torch needs a build with -p:TorchBackend=cpu or cuda, and does not go with "
                + "--cluster.",
            DefaultValueFactory = _ => EngineChoice.Auto,
        };
        var gpu = new Option<int?>("--gpu") { Description = "The number of the NVIDIA GPU that the Torch engine has to use, from 0." };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The results file.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "benchmark", "results.csv"),
        };
        var save = new Option<string?>("--save")
        {
            Description = "A folder for every stage's scores, codes, centre, labels, query order and model. Not with --cluster.",
        };
        var report = new Option<string?>("--report") { Description = "An HTML report to write." };
        var resume = new Option<bool>("--resume")
        {
            Description = "Skip runs that the results file holds, but for those that --report shows or whose stages of --save are missing.",
        };
        var json = CommandOutput.JsonOption();
        var command = new Command("benchmark", "Runs the experiments of Kim et al. (2023).");
        foreach (var argument in (Argument[])[dataset, pollution, loss, query, pseudo])
        {
            command.Arguments.Add(argument);
        }

        foreach (var option in (Option[])
            [data, seeds, stages, budget, jobs, preset, reuse, ensemble, combination, engine, gpu, output, save, report, resume, json])
        {
            command.Options.Add(option);
        }

        CombinationOption.Require(command, combination, ensemble);
        var cluster = new ClusterArguments(
            command, "The cluster whose silos run the grid, this process among them; the results are the same.");
        var table = new TableArguments(command, TablePurpose.Truth);
        run ??= static (options, output) => new BenchmarkRun(options, output);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(
            parsed,
            () => run(
                new BenchmarkOptions
                {
                    Datasets = List(parsed.GetRequiredValue(dataset), All(parsed.GetValue(data)), known: null),
                    PollutionRatio = Ratio(parsed.GetRequiredValue(pollution)),
                    Losses = List(parsed.GetRequiredValue(loss), BenchmarkMethods.PaperLosses, BenchmarkMethods.Losses),
                    Queries = List(parsed.GetRequiredValue(query), BenchmarkMethods.PaperQueries, BenchmarkMethods.Queries),
                    PseudoAbnormal = Switch(
                        parsed.GetRequiredValue(pseudo),
                        List(parsed.GetRequiredValue(loss), BenchmarkMethods.PaperLosses, BenchmarkMethods.Losses)),
                    DataPlaces = Places(parsed.GetValue(data)),
                    Table = table.Read(parsed),
                    SeedCount = parsed.GetRequiredValue(seeds),
                    StageCount = parsed.GetRequiredValue(stages),
                    BudgetPerStage = parsed.GetValue(budget),
                    JobCount = parsed.GetRequiredValue(jobs),
                    Detector = new DetectorSettings
                    {
                        Preset = parsed.GetRequiredValue(preset),
                        ReusePretraining = parsed.GetValue(reuse),
                        EnsembleSize = parsed.GetRequiredValue(ensemble),
                        Combination = parsed.GetRequiredValue(combination),
                        Engine = parsed.GetRequiredValue(engine),
                        GpuDeviceId = parsed.GetValue(gpu),
                    },
                    TorchName = Torch(parsed.GetRequiredValue(engine), parsed.GetValue(gpu))?.Name,
                    ResultsPath = parsed.GetRequiredValue(output),
                    SaveFolder = parsed.GetValue(save),
                    ReportPath = parsed.GetValue(report),
                    Resume = parsed.GetValue(resume),
                    Cluster = cluster.Read(parsed),
                },
                CommandOutput.Of(parsed, json)).Run(cancellationToken)));
        return command;
    }

    /// <summary>Reads a comma list of names.</summary>
    /// <param name="text">What the command line says.</param>
    /// <param name="all">What all stands for.</param>
    /// <param name="known">The names that are allowed; null for any.</param>
    internal static List<string> List(string text, IReadOnlyList<string> all, IReadOnlyList<string>? known)
    {
        List<string> names = text == "all"
            ? [.. all]
            : [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        var unknown = names.FirstOrDefault(name => known is not null && !known.Contains(name));
        return unknown is null && names.Count > 0
            ? names
            : throw new UsageException(
                $"'{unknown ?? text}' is unknown. Allowed: {string.Join(", ", known ?? all)}, a comma list of these, or all.");
    }

    private static double? Ratio(string text) => text == "own" ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and < 1 ? ratio
        : throw new UsageException($"The pollution ratio is '{text}'; a number in [0, 1), or own, is allowed.");

    private static bool? Switch(string text, List<string> losses) => text switch
    {
        "1" => losses.Find(loss => !BenchmarkMethods.CanUsePseudoAbnormalRows(loss)) is { } other
            ? throw new UsageException($"{other} makes no use of pseudo-abnormal rows; give it 0 or auto.")
            : true,
        "0" => false,
        "auto" => null,
        _ => throw new UsageException($"pseudo-abnormal is '{text}'; 1, 0 and auto are allowed."),
    };

    /// <summary>
    /// Finds the Torch engine where it is asked for, so that what is missing is said before the first run starts; else null.
    /// </summary>
    private static ITrainingEngine? Torch(EngineChoice engine, int? gpu)
    {
        if (gpu is < 0 || (gpu is not null && engine == EngineChoice.Managed))
        {
            throw new UsageException($"--gpu is {gpu}; numbers from 0 are allowed, with the Torch engine.");
        }

        try
        {
            return engine == EngineChoice.Torch || gpu is not null ? EngineDiscovery.RequireTorch(gpu) : null;
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException(
                $"{exception.Message} The tool brings TorchSharp when it is built from source with -p:TorchBackend=cpu or cuda.");
        }
    }

    private static IReadOnlyList<string> All(string? data) =>
        data is not null && File.Exists(data) ? [DataSet.OfFile(data).Name] : BenchmarkDataset.AllNames;

    /// <summary>Gives the files and folders that data sets are looked for in.</summary>
    internal static List<string> Places(string? given)
    {
        var shipped = DataSet.ShippedFolder;
        return given is not null
            ? File.Exists(given) || Directory.Exists(given) ? [given]
                : throw new InputException($"There is no file and no folder '{given}' (--data). Give one that is there.")
            : Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder ? [folder, shipped]
            : [shipped];
    }
}
