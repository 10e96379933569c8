using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.TiwsForest;

[TestClass]
public sealed class TiwsForestDetectorTests : DetectorContract<TiwsForestDetector>
{
    protected override bool HasOwnContributions => true;

    /// <summary>
    /// Gets labels that a forest does not find by itself: with those of the contract it is right from the first tree to the last.
    /// </summary>
    protected override PoolLabels TellingLabels => Odd;

    private static PoolLabels Odd => PoolLabels.None(Pool.RowCount).With(Enumerable.Range(0, 100)
        .Where(row => row % 4 == 0)
        .Select(row => KeyValuePair.Create(row, row % 12 == 0 ? RowLabel.Abnormal : RowLabel.Normal)));

    [TestMethod]
    public void Fit_LabelsOfBothKinds_KeepsTheForestOfASecondSlowProgram() => RequireKept(Odd, [.. Odd.NormalRows]);

    [TestMethod]
    public void Fit_AbnormalLabelsOnly_RanksThemAgainstAllOtherRows()
    {
        var labels = PoolLabels.None(Pool.RowCount).With(Odd.AbnormalRows.Select(row => KeyValuePair.Create(row, RowLabel.Abnormal)));
        RequireKept(labels, [.. Enumerable.Range(0, Pool.RowCount).Except(Odd.AbnormalRows)]);
    }

    [TestMethod]
    public void Fit_TwinsOfAbnormalRows_AreNoOtherRows()
    {
        // Twins of one labelled row would be in the way of the other, which looks ordinary.
        var pool = Pool.Append(Pool.Select([.. Enumerable.Repeat(7, 40)]));
        var labels = PoolLabels.None(pool.RowCount).With([new(7, RowLabel.Abnormal), new(100, RowLabel.Abnormal)]);
        var detector = new TiwsForestDetector(new TiwsForestOptions { Seed = 1 });
        var model = (TiwsForestModel)detector.Fit(new TrainingRequest(pool, labels)).Model;
        int[] others = [.. Enumerable.Range(0, 300).Where(row => row is not (7 or 100))];
        var whole = ((TiwsForestModel)detector.Fit(new TrainingRequest(pool)).Model).Forest;
        var expected = whole.Keep(TreeRanking.Choose(whole, pool.Select([7, 100]), pool.Select(others), default));
        Assert.AreSequenceEqual(expected.PathLengths.ToArray(), model.Forest.PathLengths.ToArray());
        Assert.IsLessThan(100, model.Forest.TreeCount);
    }

    [TestMethod]
    public void Fit_OneClassOfLabels_ScoresAsTheWholeForest()
    {
        var detector = Create(new());
        var prior = PriorForest.Of(new TrainingRequest(Pool), new PriorForest.Origin(Pool, 1, 60, 150), previous: null, "trees");
        var normal = PoolLabels.None(Pool.RowCount).With(Labels.NormalRows.Select(row => KeyValuePair.Create(row, RowLabel.Normal)));
        var all = PoolLabels.Copy([.. Enumerable.Repeat(RowLabel.Abnormal, Pool.RowCount)]);
        foreach (var labels in (PoolLabels[])[PoolLabels.None(Pool.RowCount), normal, all])
        {
            Bits.AreEqual(prior.PoolScores(default), detector.Fit(new TrainingRequest(Pool, labels)).Scores.Span, "Scores");
        }
    }

    [TestMethod]
    public void Fit_Labels_FindMoreThanTheWholeForest()
    {
        var pool = SyntheticPools.Clusters();
        double Precision(PoolLabels labels) => new long[] { 1, 2, 3, 4, 5 }.Average(seed => Ranking.AveragePrecision(
            new TiwsForestDetector(new TiwsForestOptions { Seed = seed }).Fit(new TrainingRequest(pool.Rows, labels)).Scores.Span,
            pool.IsAbnormal));
        Assert.IsGreaterThan(Precision(PoolLabels.None(pool.RowCount)) + 0.05, Precision(pool.Labeled(15, 15)));
    }

    [TestMethod]
    public void ToBytes_FewTreesKept_IsSmallerThanTheForest()
    {
        var (kept, whole) = (Create(new()).Fit(new TrainingRequest(Pool, Odd)).Model, Create(new()).Fit(new TrainingRequest(Pool)).Model);
        var trees = ((TiwsForestModel)kept).Forest.TreeCount;
        Assert.IsLessThan(60, trees);
        var (small, large) = (DetectorModelFormat.ToBytes(kept).Length, DetectorModelFormat.ToBytes(whole).Length);
        Assert.AreEqual(trees / 60.0, small / (double)large, 0.02);
    }

    [TestMethod]
    public void Fit_PreviousModelOfThePool_TakesItsForestAndGivesTheSameBits()
    {
        var detector = Create(new());
        var first = detector.Fit(new TrainingRequest(Pool, Labels)).Model;
        var recorder = new ProgressRecorder();
        var second = detector.Fit(new TrainingRequest(Pool) { Previous = first, Progress = recorder });
        Assert.AreSame(((TiwsForestModel)first).Prior, ((TiwsForestModel)second.Model).Prior);
        Assert.IsEmpty(recorder.Reports);
        Bits.AreEqual(detector.Fit(new TrainingRequest(Pool)).Scores.Span, second.Scores.Span, "Scores");
    }

    [TestMethod]
    public void Fit_EachOption_ChangesScores()
    {
        var standard = Scores(new TiwsForestOptions { Seed = 1 });
        Assert.IsFalse(standard.SequenceEqual(Scores(new TiwsForestOptions { Seed = 1, TreeCount = 50 })));
        Assert.IsFalse(standard.SequenceEqual(Scores(new TiwsForestOptions { Seed = 1, SampleSize = 100 })));
    }

    [TestMethod]
    [DataRow(0, 256, "TreeCount")]
    [DataRow(100, 1, "SampleSize")]
    [DataRow(100, 65_537, "SampleSize")]
    [DataRow(39_063, 256, "TreeCount")]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt(int treeCount, int sampleSize, string property) => Assert.AreEqual(
        "options." + property,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new TiwsForestDetector(new TiwsForestOptions { TreeCount = treeCount, SampleSize = sampleSize })).ParamName);

    /// <summary>Splits lie within the pool: beyond its edge a row's leaves stay the same, and so does its score.</summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row) =>
        Assert.AreEqual(model.Score(OnTheEdge(row)), score);

    protected override TiwsForestDetector Create(DetectorSettings settings) => new(new TiwsForestOptions
    {
        Seed = settings.Seed,
        TreeCount = 60,
        SampleSize = 150,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static float[] Scores(TiwsForestOptions options) => new TiwsForestDetector(options).Fit(Request()).Scores.ToArray();

    /// <summary>Ranks every tree, and every forest of the first trees, as a forest of its own.</summary>
    private static void RequireKept(PoolLabels labels, int[] others)
    {
        var options = new TiwsForestOptions { Seed = 1, TreeCount = 30 };
        var whole = ((TiwsForestModel)new TiwsForestDetector(options).Fit(new TrainingRequest(Pool)).Model).Forest;
        int[] rows = [.. labels.AbnormalRows, .. others];
        bool[] truth = [.. rows.Select((_, i) => i < labels.AbnormalRows.Count)];
        double Precision(IsolationForest forest)
        {
            var scores = new float[rows.Length];
            forest.Score(Pool.Select(rows).Values, Pool.FeatureCount, scores, default);
            return Ranking.AveragePrecision(scores, truth);
        }

        int[] order = [.. Enumerable.Range(0, 30).OrderByDescending(tree => Precision(whole.Keep([tree]))).ThenBy(tree => tree)];
        double[] precisions = [.. Enumerable.Range(1, 30).Select(count => Precision(whole.Keep(order.AsSpan(0, count))))];
        var kept = order[..(Array.LastIndexOf(precisions, precisions.Max()) + 1)];
        var expected = new float[Pool.RowCount];
        whole.Keep(kept).Score(Pool.Values, Pool.FeatureCount, expected, default);
        Bits.AreEqual(expected, new TiwsForestDetector(options).Fit(new TrainingRequest(Pool, labels)).Scores.Span, "Scores");
        Assert.IsLessThan(30, kept.Length);
    }
}
