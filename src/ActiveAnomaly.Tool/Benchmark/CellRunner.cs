using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Tool.Reporting;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Tool.Benchmark;

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
            BenchmarkMethods.Detector(cell.Loss, options.Detector, cell.Seed, dataset.BatchSize),
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
                rows.Add(BenchmarkRow.Of(cell, session.History, stage, evaluation));
                stageTrained();
            },
            cancellationToken: cancellationToken);
        if (options.SaveFolder is { } folder)
        {
            RunFiles.Save(Path.Combine(folder, cell.FolderName), session, truth);
        }

        return new CellResult(
            cell,
            [.. rows.Zip(session.History, (row, stage) => row with
            {
                NearBoundary = NearBoundary.Of(stage, truth, session.BudgetPerStage),
            })],
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
}

/// <summary>What one cell gave.</summary>
internal sealed record CellResult(
    BenchmarkCell Cell, IReadOnlyList<BenchmarkRow> Rows, CodeMap? Map);
