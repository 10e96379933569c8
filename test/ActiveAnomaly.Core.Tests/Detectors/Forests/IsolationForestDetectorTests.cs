using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.Forests;

[TestClass]
public sealed class IsolationForestDetectorTests : DetectorContract<IsolationForestDetector>
{
    protected override bool HasOwnContributions => true;

    [TestMethod]
    public void Fit_AnomaliesFarOut_RanksThemFirst()
    {
        var pool = FeatureMatrix.Copy(
            [.. Enumerable.Range(0, 500).SelectMany(row => row < 5 ? [9f + row, -9f] : (float[])[row % 23 / 23f, row % 19 / 19f])], 2);
        var scores = new IsolationForestDetector(new IsolationForestOptions { Seed = 1 }).Fit(new TrainingRequest(pool)).Scores;
        Assert.AreEqual(1.0, Ranking.RocAuc(scores.Span, [.. Enumerable.Range(0, 500).Select(row => row < 5)]));
    }

    [TestMethod]
    public void Fit_FeaturesScaled_GivesTheSameBits()
    {
        // Powers of two move every threshold exactly.
        var scaled = FeatureMatrix.Copy(
            [.. Pool.Values.ToArray().Select((value, i) => value * (1 << (i % Pool.FeatureCount)))], Pool.FeatureCount);
        var (one, other) = (
            Create(new()).Fit(new TrainingRequest(Pool)).Scores.ToArray(), Create(new()).Fit(new TrainingRequest(scaled)).Scores.ToArray());
        Bits.AreEqual(one, other, "Scores");
    }

    [TestMethod]
    public void Fit_EachOption_ChangesScores()
    {
        var standard = Scores(new IsolationForestOptions { Seed = 1 });
        Assert.IsFalse(standard.SequenceEqual(Scores(new IsolationForestOptions { Seed = 1, TreeCount = 50 })));
        Assert.IsFalse(standard.SequenceEqual(Scores(new IsolationForestOptions { Seed = 1, SampleSize = 100 })));
        Assert.IsFalse(standard.SequenceEqual(Scores(new IsolationForestOptions { Seed = 2 })));
    }

    [TestMethod]
    [DataRow(0, 256, "TreeCount")]
    [DataRow(100_001, 256, "TreeCount")]
    [DataRow(100, 0, "SampleSize")]
    [DataRow(100, 65_537, "SampleSize")]
    [DataRow(1526, 65_536, "TreeCount")]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt(int treeCount, int sampleSize, string property) => Assert.AreEqual(
        "options." + property,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new IsolationForestDetector(new IsolationForestOptions { TreeCount = treeCount, SampleSize = sampleSize })).ParamName);

    [TestMethod]
    public void Fit_Stages_GrowOtherForests()
    {
        var detector = Create(new());
        Assert.IsFalse(
            detector.Fit(new TrainingRequest(Pool)).Scores.Span
                .SequenceEqual(detector.Fit(new TrainingRequest(Pool) { Stage = 1 }).Scores.Span));
    }

    [TestMethod]
    public void Fit_Progress_CountsTheTrees()
    {
        var reports = new List<TrainingProgress>();
        new IsolationForestDetector(new IsolationForestOptions { Seed = 1, TreeCount = 300 })
            .Fit(new TrainingRequest(Pool) { Stage = 2, Progress = new Listener(reports) });
        Assert.AreSequenceEqual(Enumerable.Range(1, 100).Select(i => (3 * i) - 1), reports.Select(report => report.EpochIndex));
        Assert.IsTrue(reports.All(report => (report.Phase, report.EpochCount, report.Stage) == ("trees", 300, 2)));
        Assert.AreEqual(TimeSpan.Zero, reports[^1].TimeLeft);
        Assert.IsTrue(reports[..^1].All(report => report.TimeLeft > TimeSpan.Zero));
    }

    [TestMethod]
    public void Fit_ListenerThatThrows_ThrowsItsException() => Assert.ThrowsExactly<TimeoutException>(
        () => Create(new()).Fit(Request(new FailingListener())));

    [TestMethod]
    public void Fit_CancelledWhileTreesGrow_Throws()
    {
        using var source = new CancellationTokenSource();
        var listener = new Canceller(source);
        Assert.Throws<OperationCanceledException>(() => new IsolationForestDetector(new IsolationForestOptions { TreeCount = 2000 })
            .Fit(new TrainingRequest(Pool) { Progress = listener, CancellationToken = source.Token }));
        Assert.IsLessThan(50, listener.Count);
    }

    [TestMethod]
    public void Score_ManyRows_HasTheBitsOfSingleRows()
    {
        // More than one thread's part, in blocks that the parts do not divide.
        var model = Fit(new());
        var rows = Pool.Select([.. Enumerable.Range(0, 9001).Select(i => i * 7 % Pool.RowCount)]);
        var scores = model.Score(rows);
        Assert.IsTrue(Enumerable.Range(0, rows.RowCount).All(row => model.Score(rows.Row(row)) == scores[row]));
    }

    [TestMethod]
    public void Score_ManyRowsCancelled_Throws() => Assert.Throws<OperationCanceledException>(
        () => Fit(new()).Score(
            Pool.Select([.. Enumerable.Range(0, 9001).Select(i => i % Pool.RowCount)]), new CancellationToken(canceled: true)));

    [TestMethod]
    public void FromBytes_SplitAtAFeatureThatIsNotThere_Throws()
    {
        var model = (IsolationForestModel)new IsolationForestDetector(new IsolationForestOptions { Seed = 1, TreeCount = 1 })
            .Fit(new TrainingRequest(Pool)).Model;
        var splits = model.Forest.Splits.ToArray();
        splits[3] = splits[3] with { Feature = Pool.FeatureCount };
        var damaged = new IsolationForestModel(
            Pool.FeatureCount, new Trees.IsolationForest(model.Forest.SampleSize, splits, model.Forest.PathLengths.ToArray()));
        damaged.Complete(model.Origin);
        Assert.Contains(
            "Split 3",
            Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(damaged))).Message);
    }

    /// <summary>
    /// Splits lie within the pool: beyond its edge a row's leaves stay the same, however far out it is, and so does its score. One feature
    /// of many on the edge need not make a row abnormal; all of them do.
    /// </summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row)
    {
        Assert.AreEqual(model.Score(OnTheEdge(row)), score);
        Assert.IsTrue(model.IsAbnormal(score) || row.Any(feature => Math.Abs(feature) < 2));
    }

    protected override IsolationForestDetector Create(DetectorSettings settings) => new(new IsolationForestOptions
    {
        Seed = settings.Seed,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static float[] Scores(IsolationForestOptions options) =>
        new IsolationForestDetector(options).Fit(new TrainingRequest(Pool)).Scores.ToArray();

    private sealed class Listener(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private sealed class FailingListener : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => throw new TimeoutException("Nobody listens.");
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public int Count { get; private set; }

        public void Report(TrainingProgress value)
        {
            Count++;
            source.Cancel();
        }
    }
}
