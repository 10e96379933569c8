using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>One stage of one run: a line of results.csv.</summary>
internal sealed record BenchmarkRow
{
    public required string Dataset { get; init; }

    public required string Loss { get; init; }

    public required string Query { get; init; }

    public required bool PseudoAbnormal { get; init; }

    public required int Seed { get; init; }

    public required int Stage { get; init; }

    /// <summary>Gets the area under the ROC curve over all rows.</summary>
    public required double Auc { get; init; }

    /// <summary>Gets the area under the ROC curve over the rows that nobody had asked about.</summary>
    public required double AucUnasked { get; init; }

    public required double AveragePrecision { get; init; }

    public required int LabelledNormal { get; init; }

    public required int LabelledAbnormal { get; init; }

    public required int PseudoCount { get; init; }

    /// <summary>Gets the boundary's quantile of the query before this stage; null at stage 0 and for strategies without one.</summary>
    public double? Q { get; init; }

    /// <summary>Gets the abnormal share of the answers before this stage; null where there were none.</summary>
    public double? R { get; init; }

    /// <summary>Gets the soft boundary's radius; null for losses without one.</summary>
    public double? Radius { get; init; }

    /// <summary>Gets how many rows near a moving boundary are normal; null where no query could be made.</summary>
    public NearBoundary? NearBoundary { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Gives the line of a stage of a session.</summary>
    /// <param name="cell">The run that the session belongs to.</param>
    /// <param name="history">The session's stages so far.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="evaluation">How well its scores rank anomalies.</param>
    public static BenchmarkRow Of(
        BenchmarkCell cell, IReadOnlyList<SessionStage> history, SessionStage stage, StageEvaluation evaluation)
    {
        var before = stage.Stage == 0 ? null : history[stage.Stage - 1];
        return new BenchmarkRow
        {
            Dataset = cell.Dataset,
            Loss = cell.Loss,
            Query = cell.Query,
            PseudoAbnormal = cell.PseudoAbnormal,
            Seed = cell.Seed,
            Stage = stage.Stage,
            Auc = evaluation.RocAuc,
            AucUnasked = evaluation.UnaskedRocAuc,
            AveragePrecision = evaluation.AveragePrecision,
            LabelledNormal = stage.NormalCount,
            LabelledAbnormal = stage.AbnormalCount,
            PseudoCount = stage.PseudoAbnormalRows.Count,
            Q = before?.BoundaryQuantile,
            R = before is null || double.IsNaN(before.Outcome.AbnormalFraction) ? null : before.Outcome.AbnormalFraction,
            Radius = stage.Model.TryGet<IRadius>(out var boundary) ? boundary.Radius : null,
            Seconds = stage.TrainingTime.TotalSeconds,
        };
    }
}
