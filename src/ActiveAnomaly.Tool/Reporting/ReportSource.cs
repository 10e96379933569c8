using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>What reports are made of: the place to add another kind of source.</summary>
internal static class ReportSource
{
    /// <summary>Reads what a report shows.</summary>
    /// <param name="path">A results file that evaluate or benchmark wrote.</param>
    public static ReportModel Read(string path)
    {
        if (Directory.Exists(path) || !File.Exists(path))
        {
            throw new InputException(
                $"{(File.Exists(path) || !Directory.Exists(path) ? $"There is no file '{path}'." : $"'{path}' is a folder.")} Give a "
                + "results file that evaluate or benchmark wrote, such as "
                + $"{Path.Combine("artifacts", "benchmark", "results.csv")}.");
        }

        var (settings, rows) = ResultsFile<BenchmarkRow>.Read(path, BenchmarkResults.Schema);
        return rows.Count > 0
            ? ResultsReport.Of(rows, $"Active anomaly detection: {Path.GetFileName(path)}", settings)
            : throw new InputException($"'{path}' holds no finished run, only its header. Run evaluate or benchmark again.");
    }
}
