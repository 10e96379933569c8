using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Runs cells of the grid, one a call. Thread safe.</summary>
/// <param name="settings">What a result depends on beside the cell and its data set: it depends on nothing else.</param>
/// <param name="saveFolder">The folder that every stage is saved in; null for none.</param>
internal sealed class CellRunner(CellSettings settings, string? saveFolder)
{
    // Runs that differ in loss or query only start every stage from the same pre-trained encoder.
    private readonly TrainingCache _pretraining = new();

    /// <summary>Runs a cell.</summary>
    /// <param name="open">The cell.</param>
    /// <param name="trained">Is told of each stage that is trained.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public CellResult Run(OpenCell open, Action trained, CancellationToken cancellationToken)
    {
        var (cell, dataset, withMap) = open;

        // Without anomalies in the pool (ratio 0) the paper trains on normal rows only and evaluates on all.
        var poolRows = PoolRows(cell, dataset);
        var pool = poolRows is null ? dataset.Rows : dataset.Rows.Select(poolRows);
        var truth = poolRows is null ? dataset.IsAbnormal : [.. poolRows.Select(row => dataset.IsAbnormal[row])];
        var session = new ActiveLearningSession(
            pool,
            BenchmarkMethods.Detector(cell.Loss, settings.Detector, cell.Seed, dataset.BatchSize),
            BenchmarkMethods.Strategy(cell.Query, settings.Detector.Preset),
            BenchmarkMethods.Session(
                settings.Detector.Preset, cell.PseudoAbnormal, settings.BudgetPerStage, cell.Seed, _pretraining));
        var rows = new List<BenchmarkRow>();
        session.Run(
            question => truth[question.RowIndex] ? Answer.Abnormal : Answer.Normal,
            settings.StageCount,
            stage =>
            {
                var evaluation = settings.PollutionRatio == 0
                    ? EvaluateOnAll(session.History, stage, dataset, poolRows!)
                    : StageEvaluation.Of(session.History, stage.Stage, truth, pool);
                rows.Add(BenchmarkRow.Of(cell, session.History, stage, evaluation));
                trained();
            },
            cancellationToken: cancellationToken);
        if (saveFolder is { } folder)
        {
            RunFiles.Save(Path.Combine(folder, cell.FolderName), session, truth, poolRows);
        }

        return new CellResult(
            cell,
            [.. rows.Zip(session.History, (row, stage) => row with
            {
                NearBoundary = NearBoundary.Of(stage, truth, session.BudgetPerStage),
            })],
            withMap && session.Model is NetworkModel ? RunDetail.Map(cell, session, truth) : null);
    }

    private int[]? PoolRows(BenchmarkCell cell, BenchmarkDataset dataset) => settings.PollutionRatio is { } ratio
        ? Pollution.Rows(dataset.IsAbnormal, ratio, new SeededRandom(cell.Seed).Derive("pollution"))
        : null;

    private static StageEvaluation EvaluateOnAll(
        IReadOnlyList<SessionStage> history, SessionStage stage, BenchmarkDataset dataset, int[] poolRows)
    {
        var scores = stage.Model.Score(dataset.Rows);
        int[] twins = [.. dataset.Rows.FirstTwins()];
        var asked = history.Where(past => past.Stage < stage.Stage).SelectMany(past => past.QueriedRows)
            .Select(row => twins[poolRows[row]]).ToHashSet();
        int[] others = [.. Enumerable.Range(0, scores.Length).Where(row => !asked.Contains(twins[row]))];
        float[] otherScores = [.. others.Select(row => scores[row])];
        bool[] otherTruth = [.. others.Select(row => dataset.IsAbnormal[row])];
        return new StageEvaluation(
            Ranking.RocAuc(scores, dataset.IsAbnormal),
            Ranking.AveragePrecision(scores, dataset.IsAbnormal),
            Ranking.RocAuc(otherScores, otherTruth),
            Ranking.AveragePrecision(otherScores, otherTruth));
    }
}
