using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>A number that each stage of each run has or lacks.</summary>
/// <param name="Name">The name in headings and tables.</param>
/// <param name="AxisLabel">The name with its range, for an axis.</param>
/// <param name="Value">Reads the number; null and NaN mean that there is none.</param>
internal sealed record StageMetric(string Name, string AxisLabel, Func<BenchmarkRow, double?> Value)
{
    public static StageMetric Auc { get; } = new("AUC, all rows", "ROC AUC (0 to 1), all rows", row => row.Auc);

    public static StageMetric AucUnasked { get; } =
        new("AUC, rows never asked", "ROC AUC (0 to 1), rows never asked", row => row.AucUnasked);

    public static StageMetric AveragePrecision { get; } =
        new("average precision", "average precision (0 to 1)", row => row.AveragePrecision);

    /// <summary>Gets r: the abnormal share of the answers to the query before the stage.</summary>
    public static StageMetric AbnormalShare { get; } =
        new("r, abnormal share of the answers", "r: abnormal share of the answers (0 to 1)", row => row.R);

    /// <summary>Gets q: the quantile of the scores at which the query before the stage set its boundary.</summary>
    public static StageMetric BoundaryQuantile { get; } =
        new("q, boundary quantile", "q: boundary quantile (0 to 1)", row => row.Q);
}
