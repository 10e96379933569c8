using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Examples.Reporting;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Examples.Benchmark;

/// <summary>Runs one cell of the grid. Its result depends on the cell and the options only.</summary>
internal sealed class CellRunner(BenchmarkOptions options)
{
    // Runs that differ in loss or query only start every stage from the same pre-trained encoder.
    private readonly TrainingCache _pretraining = new();

    /// <summary>Runs the cell and tells of every trained stage.</summary>
    public CellResult Run(
        BenchmarkCell cell, BenchmarkDataset dataset, bool withDetail, Action stageTrained, CancellationToken cancellationToken)
    {
        // Without anomalies in the pool (ratio 0) the paper trains on normal rows only and evaluates on all.
        var poolRows = PoolRows(cell, dataset);
        var pool = poolRows is null ? dataset.Rows : dataset.Rows.Select(poolRows);
        var truth = poolRows is null ? dataset.IsAbnormal : [.. poolRows.Select(row => dataset.IsAbnormal[row])];
        var session = new ActiveLearningSession(
            pool,
            BenchmarkMethods.Detector(cell.Loss, options, cell.Seed, dataset.BatchSize),
            BenchmarkMethods.Strategy(cell.Query, options.Preset),
            BenchmarkMethods.Session(options.Preset, cell.PseudoAbnormal, options.BudgetPerStage, cell.Seed, _pretraining));
        var rows = new List<BenchmarkRow>();
        session.Run(
            question => truth[question.RowIndex] ? Answer.Abnormal : Answer.Normal,
            options.StageCount,
            stage =>
            {
                var evaluation = options.PollutionRatio == 0
                    ? EvaluateOnAll(stage, dataset)
                    : StageEvaluation.Of(session.History, stage.Stage, truth, pool);
                rows.Add(Row(cell, session.History, stage, evaluation));
                stageTrained();
            },
            cancellationToken: cancellationToken);
        if (options.SaveFolder is { } folder)
        {
            RunFiles.Save(Path.Combine(folder, cell.FolderName), session, truth);
        }

        return new CellResult(
            cell,
            rows,
            withDetail ? RunDetail.Profiles(cell, session, truth) : [],
            withDetail && session.Model is NetworkModel ? RunDetail.Map(cell, session, truth) : null);
    }

    private int[]? PoolRows(BenchmarkCell cell, BenchmarkDataset dataset) => options.PollutionRatio is { } ratio
        ? Pollution.Rows(dataset.IsAbnormal, ratio, new SeededRandom(cell.Seed).Derive("pollution"))
        : null;

    private static StageEvaluation EvaluateOnAll(SessionStage stage, BenchmarkDataset dataset)
    {
        var scores = stage.Model.Score(dataset.Rows);
        var auc = Ranking.RocAuc(scores, dataset.IsAbnormal);
        var precision = Ranking.AveragePrecision(scores, dataset.IsAbnormal);
        return new StageEvaluation(auc, precision, auc, precision);
    }

    private static BenchmarkRow Row(BenchmarkCell cell, IReadOnlyList<SessionStage> history, SessionStage stage, StageEvaluation evaluation)
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

/// <summary>What one cell gave.</summary>
internal sealed record CellResult(
    BenchmarkCell Cell, IReadOnlyList<BenchmarkRow> Rows, IReadOnlyList<BoundaryProfile> Profiles, CodeMap? Map);
