namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Runs the benchmark on the smallest data set shipped: NCE and the adaptive boundary, one stage, unless told otherwise.</summary>
internal static class SmallBenchmark
{
    public const string ResultsHeader =
        "dataset,loss,query,pseudo_abnormal,seed,stage,auc,auc_unasked,average_precision,"
        + "labelled_normal,labelled_abnormal,pseudo_count,q,r,radius,seconds";

    public static string ResultsPath(this TemporaryFolder folder) => folder.File("results.csv");

    public static CommandRun Benchmark(this TemporaryFolder folder, params string[] options) =>
        folder.BenchmarkOf("glass", "own", "nce", "abs", "auto", options);

    public static CommandRun BenchmarkOf(
        this TemporaryFolder folder, string dataset, string ratio, string loss, string query, string pseudo, params string[] options) =>
        CommandRun.Of(Arguments(folder, [dataset, ratio, loss, query, pseudo], options));

    public static CommandRun CancelledBenchmark(this TemporaryFolder folder, params string[] options) =>
        CommandRun.Of(new CancellationToken(canceled: true), Arguments(folder, ["glass", "own", "nce", "abs", "auto"], options));

    /// <summary>Reads results.csv as rows of cells, without its header and its last column, the time.</summary>
    public static string[] UntimedResults(this TemporaryFolder folder) =>
        [.. File.ReadAllLines(folder.ResultsPath()).Skip(1).Select(line => line[..line.LastIndexOf(',')])];

    private static string[] Arguments(TemporaryFolder folder, string[] grid, string[] options) =>
        [
            "benchmark", .. grid, "--output", folder.ResultsPath(),
            .. Default(options, "--seeds"), .. Default(options, "--stages"), .. options,
        ];

    private static string[] Default(string[] options, string name) => options.Contains(name) ? [] : [name, "1"];
}
