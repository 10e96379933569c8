using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Reporting.WeakLabels;
using ActiveAnomaly.Tool.Results;
using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>What reports are made of: the place to add another kind of source.</summary>
internal static class ReportSource
{
    /// <summary>Makes the page of a results file, of whatever kind.</summary>
    /// <param name="path">A results file that evaluate, benchmark or weak-labels wrote.</param>
    public static ReportPage Read(string path)
    {
        if (Directory.Exists(path) || !File.Exists(path))
        {
            throw new InputException(
                $"{(File.Exists(path) || !Directory.Exists(path) ? $"There is no file '{path}'." : $"'{path}' is a folder.")} Give a "
                + "results file that evaluate, benchmark or weak-labels wrote, such as "
                + $"{Path.Combine("artifacts", "benchmark", "results.csv")}.");
        }

        var kind = ResultsHead.Read(path).Kind;
        var page = kind == BenchmarkResults.Schema.Kind ? Benchmark(path)
            : kind == WeakLabelResults.Schema.Kind ? WeakLabels(path)
            : throw ResultsFileError.OfFormat(
                path,
                $"it holds results of '{kind}'; there are reports of '{BenchmarkResults.Schema.Kind}' and "
                + $"'{WeakLabelResults.Schema.Kind}'");
        return page.RowCount > 0
            ? page
            : throw new InputException($"'{path}' holds no finished run, only its header. Run the command that wrote it again.");
    }

    private static ReportPage Benchmark(string path)
    {
        var (settings, rows) = ResultsFile<BenchmarkRow>.Read(path, BenchmarkResults.Schema);
        return BenchmarkReport.Page(ResultsReport.Of(rows, Title(path), settings));
    }

    private static ReportPage WeakLabels(string path)
    {
        var (settings, rows) = ResultsFile<WeakLabelRow>.Read(path, WeakLabelResults.Schema);
        return WeakLabelReport.Page(Title(path), settings, rows);
    }

    private static string Title(string path) => $"Active anomaly detection: {Path.GetFileName(path)}";
}
