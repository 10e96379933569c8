namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>One stage of one run, as documents have it.</summary>
internal sealed record StageDocument(
    string DataSet,
    string Loss,
    string Query,
    bool PseudoAbnormal,
    int Seed,
    int Stage,
    int LabelledNormal,
    int LabelledAbnormal,
    int PseudoAbnormalRows,
    double? Quantile,
    double? Radius,
    double RocAuc,
    double RocAucNeverAsked,
    double AveragePrecision,
    double Seconds)
{
    public static StageDocument Of(BenchmarkRow row) => new(
        row.Dataset,
        row.Loss,
        row.Query,
        row.PseudoAbnormal,
        row.Seed,
        row.Stage,
        row.LabelledNormal,
        row.LabelledAbnormal,
        row.PseudoCount,
        row.Q,
        row.Radius,
        row.Auc,
        row.AucUnasked,
        row.AveragePrecision,
        row.Seconds);
}
