using System.Globalization;
using ActiveAnomaly.Benchmarks;
using ActiveAnomaly.Benchmarks.Scale;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

try
{
    return Run(args);
}
catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static int Run(string[] args)
{
    switch (args)
    {
        case ["step", .. var only]:
            StepBenchmark.Run(only);
            return 0;
        case ["cold"]:
            StepBenchmark.RunCold();
            return 0;
        case ["stage", ..]:
            StageBenchmark.Run();
            return 0;
        case ["score", ..]:
            ScoreBenchmark.Run();
            return 0;
        case ["scale", var rowCount, .. var node]:
            ScaleBenchmark.Run(int.Parse(rowCount, CultureInfo.InvariantCulture), node.FirstOrDefault());
            return 0;
        case ["partitions", .. var what]:
            PartitionBenchmark.Run(
                what.Length > 0 ? long.Parse(what[0], CultureInfo.InvariantCulture) : 1_000_000,
                what.Length > 1 ? what[1] : "csv",
                what.Length > 2 ? what[2] : "isolation_forest",
                what.Length > 5 ? new SiloCount(int.Parse(what[3], CultureInfo.InvariantCulture), what[4], what[5]) : null);
            return 0;
        case ["large", ..]:
            LargeBenchmark.Run();
            return 0;
        case ["gaussian", .. var sizes]:
            GaussianBenchmark.Run(sizes);
            return 0;
        case ["onehot", var kind, .. var detectors]:
            OneHotBenchmark.Run(kind, detectors);
            return 0;
        case ["categories", var folder, var names, var columns, var seeds]:
            CategoryBenchmark.Run(
                folder, names, int.Parse(columns, CultureInfo.InvariantCulture), int.Parse(seeds, CultureInfo.InvariantCulture));
            return 0;
        case ["weights", var folder, var names, var share, var seeds]:
            FeatureWeightBenchmark.Run(
                folder, names, double.Parse(share, CultureInfo.InvariantCulture), int.Parse(seeds, CultureInfo.InvariantCulture));
            return 0;
        case ["session", .. var rowCounts]:
            SessionBenchmark.Run(rowCounts);
            return 0;
        case ["labeling", .. var sizes]:
            LabelingBenchmark.Run(sizes);
            return 0;
        case ["explanation", .. var sizes]:
            ExplanationBenchmark.Run(sizes);
            return 0;
        case ["uai", .. var methods]:
            UaiBenchmark.Run(methods);
            return 0;
        case ["unsupervised", var method]:
            UnsupervisedBenchmark.Run(method);
            return 0;
        case ["engines"]:
            EngineBenchmark.Run("cpu");
            return 0;
        case ["engines", var device]:
            EngineBenchmark.Run(device);
            return 0;
        case ["wide", var engine]:
            WideBenchmark.Run(engine);
            return 0;
        case ["probability", var folder, var names, var detectors, var strategies, var seeds, .. var audits]:
            ProbabilityBenchmark.Run(
                folder,
                names,
                detectors,
                strategies,
                int.Parse(seeds, CultureInfo.InvariantCulture),
                audits.Length == 0 ? 0 : double.Parse(audits[0], CultureInfo.InvariantCulture));
            return 0;
        case ["mutations", var count]:
            MutationRun.Run(int.Parse(count, CultureInfo.InvariantCulture));
            return 0;
        case ["kernels", .. var rest]:
            var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
            BenchmarkSwitcher.FromTypes([typeof(KernelBenchmarks)]).Run(rest.Length == 0 ? ["--filter", "*"] : rest, config);
            return 0;
        default:
            Console.Error.WriteLine("""
                Give one of:
                  step [net ...]         training steps of the managed engine
                  stage                  whole stages, retrain latency
                  score                  scoring
                  large                  10^6 x 128 rows
                  scale N [FOLDER]       N rows of 33 features by the model itself, by ONNX Runtime, by ML.NET and, with a FOLDER that has
                                         node's packages onnxruntime-node and hyparquet, by node over Parquet files
                  partitions [N [csv|parquet [DETECTOR [SILOS DATABASE TOOL]]]]  N rows of 20 columns in 100 files, one broken, by the
                                         tool: killed, resumed, mended, compared; with SILOS, from 2, a PostgreSQL DATABASE and the path
                                         of active-anomaly.dll of ActiveAnomaly.Tool.Cluster by as many processes, of which one is killed
                  gaussian [NxDxM ...]   the Gaussian process on N rows of D features with M answers
                  onehot text|columns|FILE [detector ...]  one training on one-hot encoded rows
                  categories DIR SETS COLUMNS SEEDS  the default detector on files in DIR with so many columns of categories that mean
                                         nothing beside their numbers, where it is told of them and where not
                  weights DIR SETS SHARE SEEDS       the default detector with and without weights of features, on files in DIR with so
                                         many columns for each of theirs that mean nothing
                  session [N ...]        whole sessions with the default detector on N rows of 5 features
                  labeling [NxDxM ...]   a person's answers on N rows of D features after M others: their time, and that of
                                         retraining behind them, by step
                  explanation [NxD ...]  why a row has its score: the time a row, and whether it names what is wrong
                  uai [method ...]       detectors with and without a UAI head on clustered and on low-density anomalies
                  unsupervised forest|neighbors  training and scoring without labels
                  engines [cpu|GPU]      training steps of the managed and of the TorchSharp engine
                  wide managed|torch|GPU 1024-512-256-128 on 10^6 x 256 rows
                  probability DIR SETS DETECTORS STRATEGIES SEEDS [SHARE]  probabilities and thresholds after answers, of files in DIR,
                                         SHARE of the questions drawn at random
                  mutations COUNT        loads so many damaged model files (no benchmark: a test too long for the suite)
                  kernels                the matrix product (BenchmarkDotNet)
                GPU is the number of an NVIDIA GPU, from 0. The TorchSharp engine is there when built with -p:TorchBackend=cpu or cuda,
                or with -p:WithTorch=true for a libtorch on the library path.
                """);
            return 1;
    }
}
