using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.ExtraTrees;

[TestClass]
public sealed class ExtraTreesDetectorTests : DetectorContract<ExtraTreesDetector>
{
    protected override bool HasOwnContributions => true;

    private static readonly ExtraTreesOptions Fast = new() { Seed = 1, TreeCount = 40, PriorTreeCount = 30 };

    [TestMethod]
    public void Fit_NoAbnormalAnswer_ScoresAsThePriorDoes()
    {
        var model = (ExtraTreesModel)new ExtraTreesDetector(Fast).Fit(new TrainingRequest(Pool)).Model;
        var prior = new float[Pool.RowCount];
        model.PriorTrees.Score(Pool.Values, Pool.FeatureCount, prior, CancellationToken.None);
        Bits.AreEqual(prior, model.Score(Pool), "Scores without labels");
        Bits.AreEqual(prior, Scores(Fast, [], [.. Enumerable.Range(0, 40).Where(row => !Truth[row])]), "Scores of normal answers");
    }

    [TestMethod]
    public void Fit_AbnormalAnswersOnly_RanksThemFirst()
    {
        int[] abnormal = [.. Enumerable.Range(0, 100).Where(row => Truth[row])];
        var scores = Scores(Fast, abnormal, []);
        Assert.IsGreaterThan(0.99f, abnormal.Min(row => scores[row]));
        Assert.IsGreaterThan(0.6, Ranking.RocAuc(scores.AsSpan(100), Truth.AsSpan(100)));
    }

    [TestMethod]
    public void Fit_AnswersAgainstThePrior_RanksRowsNeverAnsweredByTheAnswers()
    {
        // Anomalies in the middle, which the prior finds the most ordinary: all weak negatives that are near are wrong.
        var random = new Random(3);
        bool[] truth = [.. Enumerable.Range(0, 400).Select(row => row % 5 == 0)];
        var pool = FeatureMatrix.FromRows([.. truth.Select(isAbnormal => Draw(isAbnormal ? 0.25 : 1))]);
        var labels = PoolLabels.None(400).With(
            Enumerable.Range(0, 60).Select(row => KeyValuePair.Create(row, truth[row] ? RowLabel.Abnormal : RowLabel.Normal)));
        var detector = new ExtraTreesDetector(Fast);
        Assert.IsLessThan(0.2, Auc(detector.Fit(new TrainingRequest(pool))));
        Assert.IsGreaterThan(0.9, Auc(detector.Fit(new TrainingRequest(pool, labels))));

        float[] Draw(double radius)
        {
            var angle = random.NextDouble() * 2 * Math.PI;
            var distance = radius + (0.2 * random.NextDouble());
            return [(float)(distance * Math.Cos(angle)), (float)(distance * Math.Sin(angle))];
        }

        double Auc(TrainedDetector trained) => Ranking.RocAuc(trained.Scores.Span[60..], truth.AsSpan(60));
    }

    [TestMethod]
    public void Fit_EveryRowAnsweredAbnormal_ScoresAsThePriorDoes() => Bits.AreEqual(
        Scores(Fast, [], []), Scores(Fast, [.. Enumerable.Range(0, Pool.RowCount)], []), "Scores");

    [TestMethod]
    public void Fit_EveryRowAnswered_LearnsThem()
    {
        int[] rows = [.. Enumerable.Range(0, Pool.RowCount)];
        var scores = Scores(Fast, [.. rows.Where(row => Truth[row])], [.. rows.Where(row => !Truth[row])]);
        Assert.IsTrue(rows.All(row => Truth[row] == scores[row] > 0.5f));
    }

    [TestMethod]
    public void Fit_PureLeaves_RanksEqualsByThePrior()
    {
        // A multiple of 1 / trees and, for half of that, the prior's score.
        var model = (ExtraTreesModel)new ExtraTreesDetector(Fast).Fit(Request()).Model;
        var (scores, prior) = (model.Score(Pool), new float[Pool.RowCount]);
        model.PriorTrees.Score(Pool.Values, Pool.FeatureCount, prior, CancellationToken.None);
        for (var row = 0; row < scores.Length; row++)
        {
            var shares = (scores[row] * 40) - (0.5 * prior[row]);
            Assert.AreEqual(Math.Round(shares), shares, 1e-4);
        }

        Assert.IsGreaterThan(5, scores.Select(score => (int)(score * 40)).Distinct().Count());
    }

    [TestMethod]
    public void Fit_TwinsOfBothClasses_LiesBetween()
    {
        // The same row once normal and once abnormal: alone in a leaf, weights of 1 and of all normal rows.
        var values = Pool.Values.ToArray();
        Pool.Row(7).CopyTo(values.AsSpan(20 * Pool.FeatureCount));
        var pool = FeatureMatrix.Copy(values, Pool.FeatureCount);
        var labels = PoolLabels.None(pool.RowCount).With(
            [new(7, RowLabel.Abnormal), new(20, RowLabel.Normal), new(1, RowLabel.Normal), new(2, RowLabel.Normal)]);
        var scores = new ExtraTreesDetector(Fast).Fit(new TrainingRequest(pool, labels)).Scores.Span;
        Assert.AreEqual(scores[7], scores[20]);

        // One anomaly weighs 3 + 4, its twin 1; the prior adds less than 1/80.
        Assert.AreEqual(7.0 / 8, scores[7], 1.0 / 80);
    }

    [TestMethod]
    public void Fit_ConstantColumnsAndLabels_Trains()
    {
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 400).Select(i => i % 4 == 2 ? i / 4 : 7f)], 4);
        var labels = PoolLabels.None(100).With([new(90, RowLabel.Abnormal), new(95, RowLabel.Abnormal), new(50, RowLabel.Normal)]);
        var scores = new ExtraTreesDetector(Fast).Fit(new TrainingRequest(pool, labels)).Scores.ToArray();
        AllFinite(scores);
        Assert.IsGreaterThan(scores[50] + 0.5f, scores[92]);
    }

    [TestMethod]
    public void Fit_OneColumnAndLabels_LearnsAnIntervalThatThePriorFindsOrdinary()
    {
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 100).Select(row => row % 50 * 1f)], 1);
        var labels = PoolLabels.None(100).With(
            [
                new(24, RowLabel.Abnormal), new(25, RowLabel.Abnormal), new(26, RowLabel.Abnormal),
                new(15, RowLabel.Normal), new(35, RowLabel.Normal), new(0, RowLabel.Normal), new(49, RowLabel.Normal),
            ]);
        var scores = new ExtraTreesDetector(Fast).Fit(new TrainingRequest(pool, labels)).Scores.ToArray();
        Assert.IsGreaterThan(scores[99], scores[75]);
        Assert.IsGreaterThan(scores[50], scores[75]);
    }

    [TestMethod]
    public void Fit_EqualRowsAndLabels_ScoresThemEqually()
    {
        var pool = FeatureMatrix.Copy(new float[40], 2);
        var labels = PoolLabels.None(20).With([new(0, RowLabel.Abnormal), new(1, RowLabel.Normal)]);
        var scores = new ExtraTreesDetector(Fast).Fit(new TrainingRequest(pool, labels)).Scores.ToArray();
        AllFinite(scores);
        Assert.AreEqual(1, scores.Distinct().Count());
    }

    [TestMethod]
    public void Fit_TenFeatures_DrawsThreeOfThemANode()
    {
        var model = (ExtraTreesModel)new ExtraTreesDetector(Fast).Fit(Request()).Model;
        var prior = new float[Pool.RowCount];
        model.PriorTrees.Score(Pool.Values, Pool.FeatureCount, prior, CancellationToken.None);
        var expected = ClassificationForest.Grow(
            TrainingRows.Of(Request(), prior, Fast)!.Draw,
            40,
            3,
            1,
            new SeededRandom(1).Derive("extra trees", 0),
            null,
            CancellationToken.None);
        Assert.AreSequenceEqual(expected.Nodes.ToArray(), model.Forest.Nodes.ToArray());
    }

    [TestMethod]
    public void Fit_OtherStage_GrowsOtherTreesOnThePriorOfTheSeed()
    {
        var detector = new ExtraTreesDetector(Fast);
        var one = (ExtraTreesModel)detector.Fit(Request()).Model;
        var other = (ExtraTreesModel)detector.Fit(new TrainingRequest(Pool, Labels) { Stage = 1 }).Model;
        Assert.IsTrue(one.PriorTrees.Splits.SequenceEqual(other.PriorTrees.Splits));
        Assert.IsFalse(one.Forest.Nodes.SequenceEqual(other.Forest.Nodes));
    }

    [TestMethod]
    public void Fit_PreviousModelOrCache_GivesThePriorWithTheSameBits()
    {
        var detector = new ExtraTreesDetector(Fast);
        var cache = new TrainingCache();
        var expected = detector.Fit(Request()).Scores.ToArray();
        var first = detector.Fit(new TrainingRequest(Pool) { Cache = cache }).Model;
        var recorder = new ProgressRecorder();
        foreach (var trained in (TrainedDetector[])
            [
                detector.Fit(new TrainingRequest(Pool, Labels) { Previous = first, Progress = recorder }),
                detector.Fit(new TrainingRequest(Pool, Labels) { Cache = cache, Progress = recorder }),
            ])
        {
            Assert.AreSame(((ExtraTreesModel)first).PriorTrees, ((ExtraTreesModel)trained.Model).PriorTrees);
            Bits.AreEqual(expected, trained.Scores.Span, "Scores");
        }

        Assert.IsTrue(recorder.Reports.All(report => report.Phase == "trees"));
    }

    [TestMethod]
    public void Fit_EachOption_ChangesScores()
    {
        var standard = Scores(Fast);
        ExtraTreesOptions[] others =
        [
            Fast with { TreeCount = 41 },
            Fast with { LeafSize = 5 },
            Fast with { WeakNegativeWeight = 50, LeafSize = 1 },
            Fast with { WeakNegativeCount = 20 },
            Fast with { PriorTreeCount = 31 },
            Fast with { PriorSampleSize = 100 },
        ];
        Assert.IsTrue(others.All(options => !standard.SequenceEqual(Scores(options))));
    }

    [TestMethod]
    [DataRow("TreeCount", 0)]
    [DataRow("TreeCount", 10_001)]
    [DataRow("LeafSize", 0)]
    [DataRow("LeafSize", 1_000_001)]
    [DataRow("WeakNegativeCount", 0)]
    [DataRow("WeakNegativeCount", 65_537)]
    [DataRow("PriorTreeCount", 0)]
    [DataRow("PriorTreeCount", 39_063)]
    [DataRow("PriorSampleSize", 0)]
    [DataRow("PriorSampleSize", 65_537)]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt(string property, int value) => Assert.AreEqual(
        "options." + property,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ExtraTreesDetector(property switch
        {
            "TreeCount" => Fast with { TreeCount = value },
            "LeafSize" => Fast with { LeafSize = value },
            "WeakNegativeCount" => Fast with { WeakNegativeCount = value },
            "PriorTreeCount" => Fast with { PriorTreeCount = value },
            _ => Fast with { PriorSampleSize = value },
        })).ParamName);

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(1001.0)]
    [DataRow(double.NaN)]
    public void Constructor_WeakNegativeWeightOutOfRange_ThrowsNamingIt(double value) => Assert.AreEqual(
        "options.WeakNegativeWeight",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new ExtraTreesDetector(Fast with { WeakNegativeWeight = value })).ParamName);

    [TestMethod]
    public void Fit_Progress_CountsThePriorAndTheTrees()
    {
        var recorder = new ProgressRecorder();
        new ExtraTreesDetector(Fast).Fit(new TrainingRequest(Pool, Labels) { Stage = 2, Progress = recorder });
        Assert.AreSequenceEqual(
            [.. Enumerable.Range(0, 30).Select(i => ("prior", i, 30, 2)), .. Enumerable.Range(0, 40).Select(i => ("trees", i, 40, 2))],
            recorder.Reports.Select(report => (report.Phase, report.EpochIndex, report.EpochCount, report.Stage)));
    }

    [TestMethod]
    public void Fit_CancelledWhileTreesGrow_Throws()
    {
        using var source = new CancellationTokenSource();
        var recorder = new ProgressRecorder();
        recorder.Reported = () =>
        {
            if (recorder.Reports[^1].Phase == "trees")
            {
                source.Cancel();
            }
        };
        Assert.Throws<OperationCanceledException>(() => new ExtraTreesDetector(Fast with { TreeCount = 5000 })
            .Fit(new TrainingRequest(Pool, Labels) { Progress = recorder, CancellationToken = source.Token }));
        Assert.IsLessThan(80, recorder.Reports.Count);
    }

    [TestMethod]
    public void Score_ManyRows_HasTheBitsOfSingleRows()
    {
        // More than one thread's part, in blocks that the parts do not divide.
        var model = new ExtraTreesDetector(Fast).Fit(Request()).Model;
        var rows = Pool.Select([.. Enumerable.Range(0, 9001).Select(i => i * 7 % Pool.RowCount)]);
        var scores = model.Score(rows);
        Assert.IsTrue(Enumerable.Range(0, rows.RowCount).All(row => model.Score(rows.Row(row)) == scores[row]));
    }

    [TestMethod]
    [DataRow(0, 0.5f, 10, 1, "is at feature 10 of 10")]
    [DataRow(0, 0.5f, -1, 1, "is at feature -1 of 10")]
    [DataRow(0, 0.5f, 3, 2, "leads to node 2 of 3")]
    [DataRow(0, 0.5f, 3, -1, "leads to node -1 of 3")]
    [DataRow(1, 0.5f, 3, 1, "leads to node 1 of 3")]
    [DataRow(2, 1.5f, 0, 0, "is a leaf of 1.5")]
    [DataRow(2, -0.5f, 0, 0, "is a leaf of -0.5")]
    public void FromBytes_DamagedNode_Throws(int index, float value, int feature, int left, string message)
    {
        ClassificationNode[] tree = [new(0.5f, 3, 1), ClassificationNode.Leaf(0), ClassificationNode.Leaf(1)];
        tree[index] = new(value, feature, left);
        var model = (ExtraTreesModel)new ExtraTreesDetector(Fast).Fit(new TrainingRequest(Pool)).Model;
        var damaged = new ExtraTreesModel(
            Pool.FeatureCount, new RankedForest(model.PriorTrees, new ClassificationForest(tree, [3])), prior: null);
        damaged.Complete(model.Origin);
        Assert.Contains(
            message,
            Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(damaged))).Message);
    }

    /// <summary>
    /// Splits lie within the pool: beyond its edge a row's leaves stay the same, however far out it is, and so does its score.
    /// </summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row) =>
        Assert.AreEqual(model.Score(OnTheEdge(row)), score);

    protected override ExtraTreesDetector Create(DetectorSettings settings) => new(Fast with
    {
        Seed = settings.Seed,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static float[] Scores(ExtraTreesOptions options) => new ExtraTreesDetector(options).Fit(Request()).Scores.ToArray();

    private static float[] Scores(ExtraTreesOptions options, int[] abnormal, int[] normal)
    {
        var labels = PoolLabels.None(Pool.RowCount).With(
            abnormal.Select(row => KeyValuePair.Create(row, RowLabel.Abnormal))
                .Concat(normal.Select(row => KeyValuePair.Create(row, RowLabel.Normal))));
        return new ExtraTreesDetector(options).Fit(new TrainingRequest(Pool, labels)).Scores.ToArray();
    }
}
