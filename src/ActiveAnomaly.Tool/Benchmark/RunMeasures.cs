namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What one run of one method comes to. A measure that it does not have is NaN.</summary>
internal sealed record RunMeasures(
    string Dataset,
    int Seed,
    double FirstAuc,
    double MeanAuc,
    double LastAuc,
    double LastAucUnasked,
    double LastPrecision,
    double Hits)
{
    /// <summary>Takes the stages of one run together.</summary>
    public static RunMeasures Of(string dataset, int seed, IReadOnlyList<BenchmarkRow> stages)
    {
        BenchmarkRow[] ordered = [.. stages.OrderBy(row => row.Stage)];
        var last = ordered[^1];
        return new RunMeasures(
            dataset,
            seed,
            ordered[0].Auc,
            ordered.Length < 2 ? double.NaN : ordered[1..].Average(row => row.Auc),
            last.Auc,
            last.AucUnasked,
            last.AveragePrecision,
            last.LabelledNormal + last.LabelledAbnormal == 0
                ? double.NaN
                : last.LabelledAbnormal / (double)(last.LabelledNormal + last.LabelledAbnormal));
    }
}
