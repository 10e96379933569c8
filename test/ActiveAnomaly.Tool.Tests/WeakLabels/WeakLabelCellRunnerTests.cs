using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.Rosas;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Tool.WeakLabels;

[TestClass]
public sealed class WeakLabelCellRunnerTests
{
    private const double Tolerance = 1e-12;

    private static readonly WeakLabelData Toys = ToyData.Of(ToyData.Scattered, new SeededRandom(5));

    [TestMethod]
    public void Run_Forest_MeasuresTheScoresOfTheForestOfTheRunsSeed()
    {
        var row = Run(WeakLabelExperiment.Toys, "isolation_forest", run: 3);
        var scores = Scores(new IsolationForestDetector(new IsolationForestOptions { Seed = 3 }));

        Assert.AreEqual(PairsInOrder(scores), row.AucRoc, Tolerance);
        Assert.AreEqual(MeanPrecisionAtAnomalies(scores), row.AveragePrecision, Tolerance);
        Assert.AreEqual(Ranking.PrecisionRecallAuc(scores, Toys.TestTruth), row.AucPr, Tolerance);
        Assert.AreNotEqual(row.AucPr, row.AveragePrecision);
        Assert.AreEqual((1030, 2, 30, 0.02), (row.Rows, row.Features, row.Labelled, row.Contamination));
        Assert.AreEqual(new WeakLabelCell("scattered", "isolation_forest", "a", "b", 3), row.Cell);
    }

    [TestMethod]
    public void Run_FormOfRosas_HasTheSeedOfTheRunAndIsTheForm()
    {
        var row = Run(WeakLabelExperiment.Ablations, "rosas", run: 2, RosasVariants.Ablation, "embedding_loss");
        var scores = Scores(new RosasDetector(new RosasOptions { Seed = 2, Ablation = RosasAblation.EmbeddingLoss }));

        Assert.AreEqual(MeanPrecisionAtAnomalies(scores), row.AveragePrecision, Tolerance);
    }

    [TestMethod]
    public void Run_Scalability_TrainsOnTheTimedSchedule()
    {
        var row = Run(WeakLabelExperiment.Scalability, "rosas", run: 1);
        var scores = Scores(new RosasDetector(new RosasOptions { Seed = 1, EpochCount = 10, StepCount = 20, BatchSize = 32 }));

        Assert.AreEqual(MeanPrecisionAtAnomalies(scores), row.AveragePrecision, Tolerance);
    }

    /// <summary>A forest of 256 rows a tree is grown in a small part of the time that it takes to score 200,000 rows.</summary>
    [TestMethod]
    public void Run_ManyTestRows_TakesMoreSecondsToScoreThanToTrain()
    {
        var random = new SeededRandom(1);
        var test = FeatureMatrix.Copy([.. Enumerable.Range(0, 400_000).Select(_ => (float)random.NextDouble())], 2);
        var data = Toys with { Test = test, TestTruth = [.. Enumerable.Range(0, 200_000).Select(row => row % 2 == 0)] };
        var row = new WeakLabelCellRunner(GivenOptions.Of(WeakLabelExperiment.Toys, 1)).Run(
            new WeakLabelCell("scattered", "isolation_forest", string.Empty, string.Empty, 1), data, CancellationToken.None);

        Assert.IsGreaterThan(0, row.TrainSeconds);
        Assert.IsGreaterThan(row.TrainSeconds, row.ScoreSeconds);
    }

    /// <summary>200 epochs, and a pass of the test rows through the network.</summary>
    [TestMethod]
    public void Run_Network_TakesMoreSecondsToTrainThanToScore()
    {
        var row = Run(WeakLabelExperiment.Toys, "rosas", run: 1);

        Assert.IsGreaterThan(0, row.ScoreSeconds);
        Assert.IsGreaterThan(row.ScoreSeconds, row.TrainSeconds);
    }

    private static WeakLabelRow Run(WeakLabelExperiment experiment, string method, int run, string setting = "a", string value = "b") =>
        new WeakLabelCellRunner(GivenOptions.Of(experiment, 1)).Run(
            new WeakLabelCell("scattered", method, setting, value, run), Toys, CancellationToken.None);

    private static float[] Scores(Detector detector) =>
        detector.Fit(new TrainingRequest(Toys.Training, Toys.Labels)).Model.Score(Toys.Test);

    /// <summary>The share of pairs of an anomaly and a normal row in which the anomaly scores higher; equal scores are a half.</summary>
    private static double PairsInOrder(float[] scores)
    {
        var (abnormal, normal) = (Of(scores, isAbnormal: true), Of(scores, isAbnormal: false));
        return abnormal.Average(high => normal.Average(low => high > low ? 1.0 : high == low ? 0.5 : 0));
    }

    /// <summary>Over the anomalies: of the rows that score as high or higher, the share that are anomalies.</summary>
    private static double MeanPrecisionAtAnomalies(float[] scores)
    {
        var abnormal = Of(scores, isAbnormal: true);
        return abnormal.Average(own => (double)abnormal.Count(score => score >= own) / scores.Count(score => score >= own));
    }

    private static float[] Of(float[] scores, bool isAbnormal) => [.. scores.Where((_, row) => Toys.TestTruth[row] == isAbnormal)];
}
