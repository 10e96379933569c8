namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Runs the benchmark on the smallest data set shipped: NCE and the adaptive boundary, one stage, unless told otherwise.</summary>
internal static class SmallBenchmark
{
    public const string ResultsHeader =
        "dataset,loss,query,pseudo_abnormal,seed,stage,auc,auc_unasked,average_precision,"
        + "labelled_normal,labelled_abnormal,pseudo_count,q,r,radius,near_boundary,seconds";

    /// <summary>The head of a results file of one setting.</summary>
    public const string ResultsHead = "# active-anomaly: benchmark\n# stages: 1\n" + ResultsHeader + "\n";

    public static string ResultsPath(this TemporaryFolder folder) => folder.File("results.csv");

    public static CommandRun Benchmark(this TemporaryFolder folder, params string[] options) =>
        folder.BenchmarkOf("glass", "own", "nce", "abs", "auto", options);

    public static CommandRun BenchmarkOf(
        this TemporaryFolder folder, string dataset, string ratio, string loss, string query, string pseudo, params string[] options) =>
        CommandRun.Of(Arguments(folder, [dataset, ratio, loss, query, pseudo], options));

    /// <summary>Gives the words of the small benchmark's command line.</summary>
    public static string[] Words(this TemporaryFolder folder, params string[] options) =>
        Arguments(folder, ["glass", "own", "nce", "abs", "auto"], options);

    public static CommandRun CancelledBenchmark(this TemporaryFolder folder, params string[] options) =>
        CommandRun.Of(new CancellationToken(canceled: true), Arguments(folder, ["glass", "own", "nce", "abs", "auto"], options));

    /// <summary>Reads the rows of results.csv, without its head.</summary>
    public static string[] Results(this TemporaryFolder folder) => folder.Results("results.csv");

    /// <summary>Reads the rows of a results file, without its head.</summary>
    public static string[] Results(this TemporaryFolder folder, params string[] file) =>
        [.. File.ReadAllLines(folder.File(file)).SkipWhile(line => line.StartsWith('#')).Skip(1)];

    /// <summary>Reads the rows of results.csv without their last column, the time.</summary>
    public static string[] UntimedResults(this TemporaryFolder folder) =>
        [.. folder.Results().Select(line => line[..line.LastIndexOf(',')])];

    private static string[] Arguments(TemporaryFolder folder, string[] grid, string[] options) =>
        [
            "benchmark", .. grid, .. Default(options, "--output", folder.ResultsPath()),
            .. Default(options, "--seeds", "1"), .. Default(options, "--stages", "1"), .. options,
        ];

    private static string[] Default(string[] options, string name, string value) => options.Contains(name) ? [] : [name, value];
}
