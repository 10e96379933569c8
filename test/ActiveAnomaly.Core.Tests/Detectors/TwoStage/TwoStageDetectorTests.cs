using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors.TwoStage;

[TestClass]
public sealed class TwoStageDetectorTests : DetectorContract<TwoStageDetector>
{
    private static readonly TwoStageOptions Fast = new() { Seed = 1, TreeCount = 40, PriorTreeCount = 30 };

    protected override bool HasOwnContributions => true;

    [TestMethod]
    public void Fit_NoAbnormalLabelOrNoNormalRow_ScoresAsTheIsolationForestDoes()
    {
        var origin = new PriorForest.Origin(Pool, 1, Fast.PriorTreeCount, Fast.PriorSampleSize);
        var prior = PriorForest.Of(new TrainingRequest(Pool), origin, previous: null, "prior");
        var normal = PoolLabels.None(Pool.RowCount).With([new(0, RowLabel.Normal)]);
        var all = PoolLabels.Copy([.. Enumerable.Repeat(RowLabel.Abnormal, Pool.RowCount)]);
        foreach (var labels in (PoolLabels[])[PoolLabels.None(Pool.RowCount), normal, all])
        {
            Bits.AreEqual(prior.PoolScores(default), Scores(Fast, labels), "Scores");
        }
    }

    [TestMethod]
    public void Fit_AbnormalLabelsAlone_FindMoreThanTheIsolationForest()
    {
        var pool = SyntheticPools.Clusters();
        double Precision(PoolLabels labels) => new long[] { 1, 2, 3 }.Average(seed => Ranking.AveragePrecision(
            new TwoStageDetector(Fast with { Seed = seed }).Fit(new TrainingRequest(pool.Rows, labels)).Scores.Span, pool.IsAbnormal));
        Assert.IsGreaterThan(Precision(PoolLabels.None(pool.RowCount)) + 0.2, Precision(pool.Labeled(0, 15)));
    }

    [TestMethod]
    public void Fit_NormalLabel_LowersTheRow()
    {
        var abnormal = PoolLabels.None(Pool.RowCount).With([new(7, RowLabel.Abnormal), new(22, RowLabel.Abnormal)]);
        var before = new TwoStageDetector(Fast).Fit(new TrainingRequest(Pool, abnormal)).Scores.ToArray();
        var row = Enumerable.Range(0, Pool.RowCount).Where(i => !Truth[i]).MaxBy(i => before[i]);
        var after = new TwoStageDetector(Fast).Fit(new TrainingRequest(Pool, abnormal.With([new(row, RowLabel.Normal)]))).Scores.Span[row];
        Assert.IsLessThan(before[row], after);
        Assert.IsLessThan(0.1f, after);
    }

    [TestMethod]
    public void Fit_PreviousModelOrCache_GivesTheSameBits()
    {
        var detector = Create(new());
        var expected = detector.Fit(Request()).Scores.ToArray();
        var first = detector.Fit(new TrainingRequest(Pool)).Model;
        var next = detector.Fit(new TrainingRequest(Pool, Labels) { Previous = first });
        Assert.AreSame(((TwoStageModel)first).Prior, ((TwoStageModel)next.Model).Prior);
        Bits.AreEqual(expected, next.Scores.Span, "Scores after a stage");
        Bits.AreEqual(
            expected, detector.Fit(new TrainingRequest(Pool, Labels) { Cache = new TrainingCache() }).Scores.Span, "Scores with a cache");
    }

    [TestMethod]
    public void Fit_EachOption_ChangesScores()
    {
        var standard = Scores(Fast, Labels);
        TwoStageOptions[] others =
        [
            Fast with { ClusterCount = 1 }, Fast with { IsolationShare = 0.3 }, Fast with { NormalFraction = 0.2 },
            Fast with { NormalRowCount = 50 }, Fast with { TreeCount = 41 }, Fast with { PriorTreeCount = 31 },
            Fast with { PriorSampleSize = 100 },
        ];
        foreach (var other in others)
        {
            Assert.IsFalse(standard.AsSpan().SequenceEqual(Scores(other, Labels)), other.ToString());
        }
    }

    [TestMethod]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt()
    {
        (TwoStageOptions Options, string Name)[] cases =
        [
            (Fast with { ClusterCount = 0 }, "ClusterCount"), (Fast with { ClusterCount = 1001 }, "ClusterCount"),
            (Fast with { IsolationShare = -0.1 }, "IsolationShare"), (Fast with { IsolationShare = double.NaN }, "IsolationShare"),
            (Fast with { NormalFraction = 1.1 }, "NormalFraction"), (Fast with { NormalRowCount = 0 }, "NormalRowCount"),
            (Fast with { NormalRowCount = 1_000_001 }, "NormalRowCount"), (Fast with { TreeCount = 0 }, "TreeCount"),
            (Fast with { TreeCount = 10_001 }, "TreeCount"), (Fast with { PriorTreeCount = 0 }, "PriorTreeCount"),
            (Fast with { PriorSampleSize = 0 }, "PriorSampleSize"),
        ];
        foreach (var (wrong, name) in cases)
        {
            Assert.AreEqual(
                "options." + name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TwoStageDetector(wrong)).ParamName);
        }

        Assert.IsNotNull(new TwoStageDetector(Fast with { IsolationShare = 0, NormalFraction = 1, ClusterCount = 1000 }));
    }

    [TestMethod]
    public void Fit_Progress_CountsBothForests()
    {
        var recorder = new ProgressRecorder();
        Create(new()).Fit(Request(recorder));
        Assert.AreSequenceEqual(["prior", "trees"], recorder.Reports.Select(report => report.Phase).Distinct());
        Assert.AreEqual(39, recorder.Reports[^1].EpochIndex);
    }

    /// <summary>Splits lie within the pool: beyond its edge a row's leaves stay the same, and so does its score.</summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row) =>
        Assert.AreEqual(model.Score(OnTheEdge(row)), score);

    protected override TwoStageDetector Create(DetectorSettings settings) => new(Fast with
    {
        Seed = settings.Seed,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static float[] Scores(TwoStageOptions options, PoolLabels labels) =>
        new TwoStageDetector(options).Fit(new TrainingRequest(Pool, labels)).Scores.ToArray();
}
