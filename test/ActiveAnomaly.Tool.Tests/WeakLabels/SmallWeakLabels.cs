namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>Runs the experiments on a made table of 400 rows, 40 of them abnormal, of which 24 are trained on and 5 labelled.</summary>
internal static class SmallWeakLabels
{
    public const string ResultsHeader =
        "experiment,dataset,method,setting,value,run,auc_roc,auc_pr,ap,train_seconds,score_seconds,rows,features,labelled,contamination";

    public static string ResultsPath(this TemporaryFolder folder) => folder.File("weak.csv");

    public static string Numbers(this TemporaryFolder folder) => folder.Write("numbers.csv", SyntheticCsv.OfNumbers());

    public static CommandRun Table(this TemporaryFolder folder, params string[] options) =>
        folder.Experiment("table", ["--datasets", folder.Numbers(), "--labelled", "5", .. options]);

    public static CommandRun Experiment(this TemporaryFolder folder, string experiment, params string[] options) => CommandRun.Of(
    [
        "weak-labels", experiment, "--output", folder.ResultsPath(),
        .. Default(options, "--runs", "1"), .. Default(options, "--methods", "extra_trees,isolation_forest"), .. options,
    ]);

    /// <summary>Reads the cells of the rows of the results file.</summary>
    public static string[][] Results(this TemporaryFolder folder) =>
        [.. Lines(folder).Skip(1).Select(line => line.Split(','))];

    /// <summary>Reads the rows of the results file without the columns of seconds.</summary>
    public static string[] Untimed(this TemporaryFolder folder) =>
        [.. folder.Results().Select(cells => string.Join(',', [.. cells[..9], .. cells[11..]]))];

    /// <summary>Reads the results file without its settings.</summary>
    public static IEnumerable<string> Lines(this TemporaryFolder folder) =>
        File.ReadAllLines(folder.ResultsPath()).Where(line => !line.StartsWith('#'));

    private static string[] Default(string[] options, string name, string value) => options.Contains(name) ? [] : [name, value];
}
