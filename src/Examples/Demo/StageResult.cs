using System.Globalization;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Examples.Demo;

/// <summary>One line of the demo's table and of its results file.</summary>
internal sealed record StageResult(
    int Seed,
    int Stage,
    int Asked,
    int Found,
    double? Quantile,
    StageEvaluation Evaluation,
    int NormalCount,
    int AbnormalCount,
    int PseudoAbnormalCount,
    double Seconds)
{
    public const string CsvHeader =
        "seed,stage,asked,found,q,auc,auc_unasked,average_precision,labelled_normal,labelled_abnormal,pseudo_count,seconds";

    public static StageResult Of(int seed, IReadOnlyList<SessionStage> history, int stage, bool[] isAbnormal)
    {
        var before = history.Take(stage).ToList();
        var current = history[stage];
        return new StageResult(
            seed,
            stage,
            before.Sum(past => past.QueriedRows.Count),
            before.Sum(past => past.Outcome.AbnormalCount),
            stage == 0 ? null : history[stage - 1].BoundaryQuantile,
            StageEvaluation.Of(history, stage, isAbnormal),
            current.NormalCount,
            current.AbnormalCount,
            current.PseudoAbnormalRows.Count,
            current.TrainingTime.TotalSeconds);
    }

    public string ToCsv() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seed},{Stage},{Asked},{Found},{Quantile},{Evaluation.RocAuc},{Evaluation.UnaskedRocAuc},{Evaluation.AveragePrecision},"
        + $"{NormalCount},{AbnormalCount},{PseudoAbnormalCount},{Seconds:F4}");
}
