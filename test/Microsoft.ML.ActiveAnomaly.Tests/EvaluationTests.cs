using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What ML.NET's evaluator says of our scores, and that answers make them better.</summary>
[TestClass]
public sealed class EvaluationTests
{
    /// <summary>
    /// Both count pairs exactly; ML.NET adds up trapezoids in Double, with a rounding error of at most a few of 2^-53 for each of 80
    /// rows.
    /// </summary>
    private const double AucTolerance = 1e-12;

    /// <summary>Measured with seeds 1 to 5: from at most 0.43 to at least 0.97, so by 0.54 at least.</summary>
    private const double Margin = 0.4;

    [TestMethod]
    public void Evaluate_ScoredPool_EqualsOurAuc()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var scored = mlContext.DeepSvddTrainer().Fit(data).Transform(data);
        float[] scores = [.. scored.GetColumn<float>("Score")];
        bool[] truth = [.. scored.GetColumn<float>("Label").Select(label => label > 0)];

        Assert.AreEqual(
            Ranking.RocAuc(scores, truth),
            mlContext.AnomalyDetection.Evaluate(scored, falsePositiveCount: 5).AreaUnderRocCurve,
            AucTolerance);
    }

    [TestMethod]
    public void Evaluate_ScoresWithTies_EqualsOurAuc()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View([.. Rows.Pool(40), .. Rows.Pool(40).Select(row => new PoolRow { Features = row.Features, Label = 0 })]);
        var scored = mlContext.DeepSvddTrainer().Fit(data).Transform(data);
        float[] scores = [.. scored.GetColumn<float>("Score")];
        bool[] truth = [.. scored.GetColumn<float>("Label").Select(label => label > 0)];

        Assert.AreEqual(
            Ranking.RocAuc(scores, truth),
            mlContext.AnomalyDetection.Evaluate(scored, falsePositiveCount: 5).AreaUnderRocCurve,
            AucTolerance);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Evaluate_AfterAnswers_BeatsTheFirstStageOverAllRows(int seed)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(HiddenAnomalies());
        var history = Learn(mlContext, data, seed).History;
        var first = StageEvaluation.Of(history, 0, Truth).RocAuc;
        var last = StageEvaluation.Of(history, history.Count - 1, Truth).RocAuc;

        Assert.IsGreaterThan(first + Margin, last);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Evaluate_AfterAnswers_BeatsTheFirstStageOverRowsNeverAsked(int seed)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(HiddenAnomalies());
        var history = Learn(mlContext, data, seed).History;
        var first = StageEvaluation.Of(history, 0, Truth).UnaskedRocAuc;
        var last = StageEvaluation.Of(history, history.Count - 1, Truth).UnaskedRocAuc;

        Assert.IsGreaterThan(first + Margin, last);
    }

    [TestMethod]
    public void Evaluate_LearnedModel_ByMlNetEqualsTheLastStage()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(HiddenAnomalies());
        var model = Learn(mlContext, data, seed: 1);

        Assert.AreEqual(
            StageEvaluation.Of(model.History, model.History.Count - 1, Truth).RocAuc,
            mlContext.AnomalyDetection.Evaluate(model.Transform(data)).AreaUnderRocCurve,
            AucTolerance);
    }

    private static bool[] Truth => [.. Enumerable.Range(0, 200).Select(Rows.IsAbnormal)];

    /// <summary>
    /// Gives normal rows all over the unit cube, and anomalies that lie close together inside it: no unsupervised detector finds
    /// them.
    /// </summary>
    private static PoolRow[] HiddenAnomalies() => [.. Enumerable.Range(0, 200).Select(row => new PoolRow
    {
        Features = [.. Enumerable.Range(0, PoolRow.FeatureCount).Select(
            column => Rows.IsAbnormal(row) ? 0.75f + (0.125f * Rows.Number(row, column)) : Rows.Number(row, column))],
        Label = Rows.IsAbnormal(row) ? 1 : 0,
    })];

    private static ActiveLearningTransformer Learn(MLContext mlContext, IDataView data, int seed)
    {
        var trainer = mlContext.NceTrainer(
            new NceOptions { Seed = seed, HiddenSizes = [16], CodeSize = 4, PretrainingEpochCount = 20, EpochCount = 30, BatchSize = 64 });
        return mlContext.ActiveAnomaly()
            .ActiveLearning(trainer, new RandomStrategy(), LabelOracle.FromColumn(), stageCount: 4, budgetPerStage: 10).Fit(data);
    }
}
