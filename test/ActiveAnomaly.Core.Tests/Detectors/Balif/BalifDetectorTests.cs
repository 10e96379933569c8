using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.Balif;

[TestClass]
public sealed class BalifDetectorTests : DetectorContract<BalifDetector>
{
    protected override bool HasOwnContributions => true;

    /// <summary>Means of leaves are rounded to Single, as is the score: two roundings of numbers below 1.</summary>
    private const double Tolerance = 2e-7;

    [TestMethod]
    public void Fit_WithAnswers_ScoresAsTheReferenceDoes()
    {
        var trained = new BalifDetector(new BalifOptions { Seed = 1, TreeCount = 12, SampleSize = 40, Contamination = 0.2 }).Fit(Request());
        var reference = Reference(trained.Model, 0.2);
        Assert.IsTrue(Enumerable.Range(0, Pool.RowCount).All(row => Math.Abs(reference.Score(row) - trained.Scores.Span[row]) < Tolerance));
    }

    [TestMethod]
    public void Evidence_WithAnswers_IsThatOfTheReference()
    {
        var evidence = Evidence(out var reference);
        Assert.AreEqual(Pool.RowCount, evidence.RowCount);
        RequireSame(reference, evidence);
    }

    [TestMethod]
    public void Pretend_SeveralAnswers_IsAsIfTheyWereGiven()
    {
        var evidence = Evidence(out var reference);
        evidence.Pretend(7, RowLabel.Abnormal);
        evidence.Pretend(0, RowLabel.Normal);
        evidence.Pretend(7, RowLabel.Abnormal);
        evidence.Pretend(299, RowLabel.Normal);
        RequireSame(reference.With([(7, true), (0, false), (7, true), (299, false)]), evidence);
    }

    [TestMethod]
    public void Copy_PretendedEitherSide_LeavesTheOther()
    {
        var evidence = Evidence(out var reference);
        evidence.Pretend(3, RowLabel.Normal);
        var copy = evidence.Copy();
        copy.Pretend(5, RowLabel.Abnormal);
        evidence.Pretend(9, RowLabel.Normal);
        RequireSame(reference.With([(3, false), (5, true)]), copy);
        RequireSame(reference.With([(3, false), (9, false)]), evidence);
    }

    [TestMethod]
    public void Pretend_Always_LeavesTheModel()
    {
        var model = Fit(new());
        var before = model.Score(Pool);
        Assert.IsTrue(model.TryGet<IBetaPosterior>(out var posterior));
        posterior.Evidence(Pool).Pretend(1, RowLabel.Abnormal);
        Bits.AreEqual(before, model.Score(Pool), "Scores");
    }

    [TestMethod]
    public void Pretend_NoAnswer_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => Evidence(out _).Pretend(0, RowLabel.Unlabeled));

    [TestMethod]
    [DataRow(-1)]
    [DataRow(300)]
    public void Pretend_RowThatIsNotThere_Throws(int row) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Evidence(out _).Pretend(row, RowLabel.Normal));

    [TestMethod]
    public void Evidence_RowsOfAnotherLength_Throws()
    {
        Assert.IsTrue(Fit(new()).TryGet<IBetaPosterior>(out var posterior));
        Assert.ThrowsExactly<ArgumentException>(() => posterior.Evidence(FeatureMatrix.Copy([1, 2], 2)));
    }

    [TestMethod]
    public void Evidence_Cancelled_Throws()
    {
        Assert.IsTrue(Fit(new()).TryGet<IBetaPosterior>(out var posterior));
        Assert.Throws<OperationCanceledException>(() => posterior.Evidence(Pool, new CancellationToken(canceled: true)));
    }

    [TestMethod]
    public void Fit_AnswerOfARow_MovesItsScoreTowardsTheAnswer()
    {
        var before = Trained(PoolLabels.None(Pool.RowCount)).Scores.Span[4];
        Assert.IsGreaterThan(before, Trained(PoolLabels.None(Pool.RowCount).With([new(4, RowLabel.Abnormal)])).Scores.Span[4]);
        Assert.IsLessThan(before, Trained(PoolLabels.None(Pool.RowCount).With([new(4, RowLabel.Normal)])).Scores.Span[4]);
    }

    [TestMethod]
    public void Fit_WithoutLabels_RanksAnomaliesFarOutFirst()
    {
        var pool = FeatureMatrix.Copy(
            [.. Enumerable.Range(0, 500).SelectMany(row => row < 5 ? [9f + row, -9f] : (float[])[row % 23 / 23f, row % 19 / 19f])], 2);
        var scores = new BalifDetector(new BalifOptions { Seed = 1 }).Fit(new TrainingRequest(pool)).Scores;
        Assert.AreEqual(1.0, Ranking.RocAuc(scores.Span, [.. Enumerable.Range(0, 500).Select(row => row < 5)]));
    }

    [TestMethod]
    public void Fit_OtherStage_GivesTheSameBits() => Bits.AreEqual(
        Create(new()).Fit(new TrainingRequest(Pool, Labels)).Scores.Span,
        Create(new()).Fit(new TrainingRequest(Pool, Labels) { Stage = 4 }).Scores.Span,
        "Scores");

    [TestMethod]
    public void Fit_PreviousModelOfThePool_TakesItsForestAndGivesTheSameBits()
    {
        var detector = Create(new());
        var first = detector.Fit(new TrainingRequest(Pool)).Model;
        var recorder = new ProgressRecorder();
        var second = detector.Fit(new TrainingRequest(Pool, Labels) { Previous = first, Progress = recorder });
        Assert.AreSame(((BalifModel)first).Leaves.Forest, ((BalifModel)second.Model).Leaves.Forest);
        Assert.IsEmpty(recorder.Reports);
        Bits.AreEqual(detector.Fit(Request()).Scores.Span, second.Scores.Span, "Scores");
    }

    [TestMethod]
    public void Fit_PreviousModelOfOtherRowsOrSettings_GrowsItsOwnForest()
    {
        var expected = Trained(Labels).Scores.ToArray();
        DetectorModel[] others =
        [
            Create(new()).Fit(new TrainingRequest(Pool.Select([.. Enumerable.Range(0, 200)]))).Model,
            Create(new() { Seed = 2 }).Fit(new TrainingRequest(Pool)).Model,
            new BalifDetector(new BalifOptions { Seed = 1, TreeCount = 50 }).Fit(new TrainingRequest(Pool)).Model,
            new BalifDetector(new BalifOptions { Seed = 1, SampleSize = 50 }).Fit(new TrainingRequest(Pool)).Model,
        ];
        foreach (var other in others)
        {
            Bits.AreEqual(
                expected, Create(new()).Fit(new TrainingRequest(Pool, Labels) { Previous = other }).Scores.Span, "Scores");
        }
    }

    [TestMethod]
    public void Fit_Cache_GrowsOneForestForSeveralRunsWithTheSameBits()
    {
        var cache = new TrainingCache();
        var one = Create(new()).Fit(new TrainingRequest(Pool) { Cache = cache }).Model;
        var other = Create(new()).Fit(new TrainingRequest(Pool, Labels) { Cache = cache, Stage = 2 });
        Assert.AreSame(((BalifModel)one).Leaves.Forest, ((BalifModel)other.Model).Leaves.Forest);
        Bits.AreEqual(Trained(Labels).Scores.Span, other.Scores.Span, "Scores");
    }

    [TestMethod]
    public void Fit_EachOption_ChangesScores()
    {
        var standard = Scores(new BalifOptions { Seed = 1 });
        Assert.IsFalse(standard.SequenceEqual(Scores(new BalifOptions { Seed = 1, TreeCount = 50 })));
        Assert.IsFalse(standard.SequenceEqual(Scores(new BalifOptions { Seed = 1, SampleSize = 100 })));
        Assert.IsFalse(standard.SequenceEqual(Scores(new BalifOptions { Seed = 1, Contamination = 0.3 })));
    }

    [TestMethod]
    [DataRow(0, 256, "TreeCount")]
    [DataRow(100_001, 2, "TreeCount")]
    [DataRow(100, 1, "SampleSize")]
    [DataRow(100, 65_537, "SampleSize")]
    [DataRow(39_063, 256, "TreeCount")]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt(int treeCount, int sampleSize, string property) => Assert.AreEqual(
        "options." + property,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new BalifDetector(new BalifOptions { TreeCount = treeCount, SampleSize = sampleSize })).ParamName);

    [TestMethod]
    public void Fit_Progress_CountsTheTrees()
    {
        var recorder = new ProgressRecorder();
        new BalifDetector(new BalifOptions { Seed = 1, TreeCount = 300 })
            .Fit(new TrainingRequest(Pool) { Stage = 2, Progress = recorder });
        Assert.AreSequenceEqual(Enumerable.Range(1, 100).Select(i => (3 * i) - 1), recorder.Reports.Select(report => report.EpochIndex));
        Assert.IsTrue(recorder.Reports.All(report => (report.Phase, report.EpochCount, report.Stage) == ("trees", 300, 2)));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void FromBytes_NegativeCount_Throws(bool isAbnormal)
    {
        var model = (BalifModel)Fit(new());
        var (abnormal, normal) = (model.Leaves.AbnormalCounts.ToArray(), model.Leaves.NormalCounts.ToArray());
        (isAbnormal ? abnormal : normal)[5] = -1;
        var damaged = new BalifModel(Pool.FeatureCount, new BetaLeaves(model.Leaves.Forest, 0.1, abnormal, normal), prior: null);
        damaged.Complete(model.Origin);
        Assert.Contains(
            "Leaf 5",
            Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(damaged))).Message);
    }

    [TestMethod]
    public void FromBytes_OneRowATree_Throws()
    {
        // c(1) = 0: such leaves have no prior.
        var damaged = new BalifModel(
            Pool.FeatureCount, new BetaLeaves(new Trees.IsolationForest(1, [], [0, 0]), 0.1, [0, 0], [0, 0]), prior: null);
        damaged.Complete(Fit(new()).Origin);
        Assert.Contains(
            "at least 2",
            Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(damaged))).Message);
    }

    [TestMethod]
    public void Evidence_AfterSaveAndLoad_IsTheSame()
    {
        var model = new BalifDetector(new BalifOptions { Seed = 1, TreeCount = 12, SampleSize = 40 }).Fit(Request()).Model;
        Assert.IsTrue(DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model)).TryGet<IBetaPosterior>(out var loaded));
        RequireSame(Reference(model, 0.1), loaded.Evidence(Pool));
    }

    /// <summary>
    /// Splits lie within the pool: beyond its edge a row's leaves stay the same, however far out it is, and so does its score.
    /// </summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row) =>
        Assert.AreEqual(model.Score(OnTheEdge(row)), score);

    protected override BalifDetector Create(DetectorSettings settings) => new(new BalifOptions
    {
        Seed = settings.Seed,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static IBetaEvidence Evidence(out ReferenceBalif reference)
    {
        var model = new BalifDetector(new BalifOptions { Seed = 1, TreeCount = 12, SampleSize = 40 }).Fit(Request()).Model;
        reference = Reference(model, 0.1);
        Assert.IsTrue(model.TryGet<IBetaPosterior>(out var posterior));
        return posterior.Evidence(Pool);
    }

    private static ReferenceBalif Reference(DetectorModel model, double rho) =>
        new ReferenceBalif(((BalifModel)model).Leaves.Forest, rho, Pool).With(
            [.. Labels.AbnormalRows.Select(row => (row, true)), .. Labels.NormalRows.Select(row => (row, false))]);

    private static void RequireSame(ReferenceBalif reference, IBetaEvidence evidence)
    {
        // Differences of leaves' means are added to sums of 12 numbers below 1: a few roundings in double precision.
        for (var row = 0; row < Pool.RowCount; row++)
        {
            var (score, weight) = (reference.Score(row), reference.Evidence(row));
            Assert.AreEqual(score * weight, evidence.Alpha(row), 1e-10, $"alpha of row {row}");
            Assert.AreEqual((1 - score) * weight, evidence.Beta(row), 1e-10, $"beta of row {row}");
        }
    }

    private static float[] Scores(BalifOptions options) => new BalifDetector(options).Fit(Request()).Scores.ToArray();

    private TrainedDetector Trained(PoolLabels labels) => Create(new()).Fit(new TrainingRequest(Pool, labels));
}
