using System.Globalization;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>The results files of benchmark and evaluate: a line a stage of a run.</summary>
internal static class BenchmarkResults
{
    public static ResultsSchema<BenchmarkRow> Schema { get; } = new(
        "benchmark",
        [
            new("dataset", row => row.Dataset),
            new("loss", row => row.Loss),
            new("query", row => row.Query),
            new("pseudo_abnormal", row => row.PseudoAbnormal),
            new("seed", row => row.Seed),
            new("stage", row => row.Stage),
            new("auc", row => row.Auc),
            new("auc_unasked", row => row.AucUnasked),
            new("average_precision", row => row.AveragePrecision),
            new("labelled_normal", row => row.LabelledNormal),
            new("labelled_abnormal", row => row.LabelledAbnormal),
            new("pseudo_count", row => row.PseudoCount),
            new("q", row => row.Q),
            new("r", row => row.R),
            new("radius", row => row.Radius),
            new("near_boundary", row => row.NearBoundary?.ToString()),
            new("seconds", row => row.Seconds.ToString("F4", CultureInfo.InvariantCulture)),
        ],
        cells => new BenchmarkRow
        {
            Dataset = cells.Text("dataset"),
            Loss = cells.Text("loss"),
            Query = cells.Text("query"),
            PseudoAbnormal = cells.Truth("pseudo_abnormal"),
            Seed = cells.Whole("seed"),
            Stage = cells.Whole("stage"),
            Auc = cells.Number("auc"),
            AucUnasked = cells.Number("auc_unasked"),
            AveragePrecision = cells.Number("average_precision"),
            LabelledNormal = cells.Whole("labelled_normal"),
            LabelledAbnormal = cells.Whole("labelled_abnormal"),
            PseudoCount = cells.Whole("pseudo_count"),
            Q = cells.NumberOrNull("q"),
            R = cells.NumberOrNull("r"),
            Radius = cells.NumberOrNull("radius"),
            NearBoundary = cells.Text("near_boundary").Length == 0
                ? null
                : NearBoundary.Parse(cells.Text("near_boundary"))
                    ?? throw cells.Bad("near_boundary", "the number of rows and, at 41 quantiles, of normal ones"),
            Seconds = cells.Number("seconds"),
        });
}
