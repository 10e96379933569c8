using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Xgbod;

[TestClass]
public sealed class XgbodDetectorTests : DetectorContract<XgbodDetector>
{
    private static readonly XgbodOptions Fast = new() { Seed = 1, TreeCount = 20 };

    [TestMethod]
    public void Score_AnyRow_IsTheOddsOfTheTreesAndALittleOfTheForest()
    {
        var model = Model(Fast, Labels);
        var columns = new float[Pool.FeatureCount + 5];
        for (var row = 0; row < 40; row++)
        {
            model.Features.Compute(Pool.Row(row), columns, default);
            var margin = Reference(model.Forest, columns);
            Assert.AreEqual((1 / (1 + Math.Exp(-margin))) + (1e-4 * columns[10]), model.Score(Pool.Row(row)), 1e-6, $"Row {row}");
        }

        Assert.AreEqual(20, model.Forest.TreeCount);
    }

    [TestMethod]
    public void Compute_Row_GivesFeaturesInUnitsAndTheDetectorsScores()
    {
        var model = Model(Fast, Labels);
        var (detectors, scaling) = (model.Features.Detectors, model.Features.Scaling);
        var (unit, columns, scores) = (new float[10], new float[15], new float[5]);
        for (var row = 0; row < 20; row++)
        {
            scaling.ToUnit(Pool.Row(row), unit);
            model.Features.Compute(Pool.Row(row), columns, default);
            detectors.Score(unit, scores, default);
            Assert.AreSequenceEqual([.. unit, .. scores], columns, $"Row {row}");
        }

        Assert.AreEqual((200, 2000, 300), (detectors.Forest.TreeCount, PriorDetectors.MostReferenceRows, detectors.References.Count));
    }

    [TestMethod]
    public void Fit_Labels_BoostsTheColumnsOfAbnormalRowsAgainstAllOthers()
    {
        var booster = new RecordedBooster();
        var options = new XgbodOptions { Seed = 5, TreeCount = 7, LeafCount = 6, LearningRate = 0.3, LeastLeafRowCount = 2 };
        var model = (XgbodModel)new XgbodDetector(options, booster).Fit(new TrainingRequest(Pool, Labels)).Model;
        Assert.AreSame(model.Pool!.Columns, booster.Rows);
        Assert.AreSequenceEqual(Enumerable.Range(0, Pool.RowCount).Select(row => Labels[row] == RowLabel.Abnormal), booster.IsAbnormal);
        var expected = new BoostingSettings { TreeCount = 7, LeafCount = 6, LearningRate = 0.3, LeastLeafRowCount = 2, Seed = 5 };
        Assert.AreEqual(expected, booster.Settings);
    }

    [TestMethod]
    public void Fit_TwinsAndPseudoAbnormalRows_AreAbnormal()
    {
        var (pool, booster) = (Pool.Append(Pool.Select([7, 7, 7])), new RecordedBooster());
        var labels = PoolLabels.None(pool.RowCount).With([new(7, RowLabel.Abnormal), new(22, RowLabel.Abnormal)]);
        new XgbodDetector(Fast, booster).Fit(new TrainingRequest(pool, labels) { PseudoAbnormalRows = [37] });
        Assert.AreSequenceEqual(Enumerable.Range(0, pool.RowCount).Select(row => row is 7 or 22 or 37 or >= 300), booster.IsAbnormal);
    }

    /// <summary>Row 7 and its twin 300 are known to be normal: nobody presumes otherwise.</summary>
    [TestMethod]
    public void Fit_PseudoAbnormalRowsThatAreKnown_StayWhatTheyAre()
    {
        var (pool, booster) = (Pool.Append(Pool.Select([7])), new RecordedBooster());
        var labels = PoolLabels.None(pool.RowCount).With([new(7, RowLabel.Normal), new(22, RowLabel.Abnormal)]);
        new XgbodDetector(Fast, booster).Fit(new TrainingRequest(pool, labels) { PseudoAbnormalRows = [7, 37, 300] });
        Assert.AreSequenceEqual(Enumerable.Range(0, pool.RowCount).Select(row => row is 22 or 37), booster.IsAbnormal);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(300)]
    public void PseudoAbnormalRows_NoRowOfThePool_Throws(int row) => Assert.Contains(
        $"Row {row} cannot be pseudo-abnormal: the pool has 300 rows",
        Assert.ThrowsExactly<ArgumentException>(() => new TrainingRequest(Pool) { PseudoAbnormalRows = [row] }).Message);

    [TestMethod]
    public void Fit_BoosterWithoutATree_ScoresAsTheIsolationForestDoes()
    {
        var model = (XgbodModel)new XgbodDetector(Fast, new RecordedBooster()).Fit(new TrainingRequest(Pool, Labels)).Model;
        Bits.AreEqual(Model(Fast, PoolLabels.None(Pool.RowCount)).Score(Pool), model.Score(Pool), "Scores");
    }

    [TestMethod]
    public void Fit_BoosterOfWrongTrees_ThrowsNamingIt()
    {
        var booster = new RecordedBooster { Trees = [[new GraphTreeNode(15, 0, 1, 2), GraphTreeNode.Leaf(0), GraphTreeNode.Leaf(1)]] };
        var exception = Assert.ThrowsExactly<InvalidOperationException>(
            () => new XgbodDetector(Fast, booster).Fit(new TrainingRequest(Pool, Labels)));
        Assert.Contains("RecordedBooster gave tree 0, node 0, which splits column 15 of 15", exception.Message);
    }

    [TestMethod]
    public void Fit_CancelledWhileTheBoosterTrains_ThrowsBehindIt()
    {
        using var source = new CancellationTokenSource();
        var booster = new RecordedBooster { Called = source.Cancel };
        Assert.Throws<OperationCanceledException>(() => new XgbodDetector(Fast, booster).Fit(
            new TrainingRequest(Pool, Labels) { CancellationToken = source.Token }));
        Assert.IsNotNull(booster.Rows);
    }

    [TestMethod]
    public void Fit_OneClassOfRows_ScoresAsTheIsolationForestDoes()
    {
        var normal = PoolLabels.None(Pool.RowCount).With([new(0, RowLabel.Normal)]);
        var all = PoolLabels.Copy([.. Enumerable.Repeat(RowLabel.Abnormal, Pool.RowCount)]);
        foreach (var labels in (PoolLabels[])[PoolLabels.None(Pool.RowCount), normal, all])
        {
            var model = Model(Fast, labels);
            var (unit, expected) = (new float[Pool.Values.Length], new float[Pool.RowCount]);
            model.Features.Scaling.ToUnit(Pool.Values, unit);
            model.Features.Detectors.Forest.Score(unit, 10, expected, default);
            Bits.AreEqual(expected, model.Score(Pool), "Scores");
        }
    }

    [TestMethod]
    public void Fit_Labels_FindMoreThanTheDetectors()
    {
        var pool = SyntheticPools.Clusters();
        double Precision(PoolLabels labels) => Ranking.AveragePrecision(
            new XgbodDetector(new XgbodOptions { Seed = 1 }, new GreedyBooster()).Fit(new TrainingRequest(pool.Rows, labels)).Scores.Span,
            pool.IsAbnormal);
        Assert.IsGreaterThan(Precision(PoolLabels.None(pool.RowCount)) + 0.2, Precision(pool.Labeled(0, 20)));
    }

    [TestMethod]
    public void Fit_PreviousModelOrCache_TakesThePoolsColumnsAndGivesTheSameBits()
    {
        var detector = Create(new());
        var expected = detector.Fit(Request()).Scores.ToArray();
        var first = detector.Fit(new TrainingRequest(Pool)).Model;
        var next = detector.Fit(new TrainingRequest(Pool, Labels) { Previous = first, Stage = 4 });
        Assert.AreSame(((XgbodModel)first).Pool, ((XgbodModel)next.Model).Pool);
        Bits.AreEqual(expected, next.Scores.Span, "Scores after a stage");
        var cache = new TrainingCache();
        var cached = detector.Fit(new TrainingRequest(Pool) { Cache = cache }).Model;
        var again = detector.Fit(new TrainingRequest(Pool, Labels) { Cache = cache });
        Assert.AreSame(((XgbodModel)cached).Pool, ((XgbodModel)again.Model).Pool);
        Bits.AreEqual(expected, again.Scores.Span, "Scores with a cache");
        var other = detector.Fit(new TrainingRequest(Pool.Select([.. Enumerable.Range(0, 200)]))).Model;
        var seed = Create(new() { Seed = 2 }).Fit(new TrainingRequest(Pool)).Model;
        foreach (var previous in (DetectorModel[])[other, seed])
        {
            var own = detector.Fit(new TrainingRequest(Pool, Labels) { Previous = previous });
            Bits.AreEqual(expected, own.Scores.Span, "Scores after another pool or seed");
        }
    }

    [TestMethod]
    public void Fit_EachOption_ChangesScores()
    {
        var standard = Model(Fast, Labels).Score(Pool);
        XgbodOptions[] others =
        [
            Fast with { TreeCount = 21 }, Fast with { LeafCount = 2 }, Fast with { LearningRate = 0.2 },
            Fast with { LeastLeafRowCount = 20 },
        ];
        foreach (var other in others)
        {
            Assert.IsFalse(standard.AsSpan().SequenceEqual(Model(other, Labels).Score(Pool)), other.ToString());
        }
    }

    [TestMethod]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt()
    {
        (XgbodOptions Options, string Name)[] cases =
        [
            (Fast with { TreeCount = 0 }, "TreeCount"), (Fast with { TreeCount = 10_001 }, "TreeCount"),
            (Fast with { LeafCount = 1 }, "LeafCount"), (Fast with { LeafCount = 4097 }, "LeafCount"),
            (Fast with { LearningRate = 0 }, "LearningRate"), (Fast with { LearningRate = 1.01 }, "LearningRate"),
            (Fast with { LearningRate = double.NaN }, "LearningRate"), (Fast with { LeastLeafRowCount = 0 }, "LeastLeafRowCount"),
            (Fast with { LeastLeafRowCount = 1_000_001 }, "LeastLeafRowCount"),
        ];
        foreach (var (wrong, name) in cases)
        {
            var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new XgbodDetector(wrong, new GreedyBooster()));
            Assert.AreEqual("options." + name, exception.ParamName);
        }

        Assert.IsNotNull(new XgbodDetector(Fast with { LeafCount = 4096, LearningRate = 1 }, new GreedyBooster()));
        Assert.ThrowsExactly<ArgumentNullException>(() => new XgbodDetector(Fast, null!));
    }

    [TestMethod]
    public void Fit_Progress_CountsScoresAndTrees()
    {
        var recorder = new ProgressRecorder();
        Create(new()).Fit(Request(recorder));
        Assert.AreSequenceEqual(["scores", "trees"], recorder.Reports.Select(report => report.Phase).Distinct());
        Assert.AreEqual((0, 1), (recorder.Reports[^1].EpochIndex, recorder.Reports[^1].EpochCount));
    }

    [TestMethod]
    public void FromBytes_NodeOfAColumnThatIsNone_Throws()
    {
        var model = Model(Fast, Labels);
        ClassificationNode[] nodes = [new(0.5f, 15, 1), ClassificationNode.Leaf(1), ClassificationNode.Leaf(2)];
        var damaged = new XgbodModel(model.Features, new BoostedForest(nodes, [3]), pool: null);
        damaged.Complete(model.Origin);
        Assert.Contains(
            "feature 15 of 15",
            Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(damaged))).Message);
    }

    /// <summary>A row outside the pool's range is scored as the one on its edge.</summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row) =>
        Assert.AreEqual(model.Score(OnTheEdge(row)), score);

    protected override XgbodDetector Create(DetectorSettings settings) => new(
        Fast with { Seed = settings.Seed, Contamination = settings.Contamination, Threshold = settings.Threshold },
        new GreedyBooster());

    private static XgbodModel Model(XgbodOptions options, PoolLabels labels) =>
        (XgbodModel)new XgbodDetector(options, new GreedyBooster()).Fit(new TrainingRequest(Pool, labels)).Model;

    private static double Reference(BoostedForest forest, float[] columns)
    {
        var (sum, root) = (0.0, 0);
        foreach (var count in forest.NodeCounts)
        {
            var node = 0;
            while (forest.Nodes[root + node].Left > 0)
            {
                var (threshold, feature, left) = forest.Nodes[root + node];
                node = columns[feature] <= threshold ? left : left + 1;
            }

            sum += forest.Nodes[root + node].Value;
            root += count;
        }

        return sum;
    }

    /// <summary>Keeps what it is given, and gives the trees that it is told.</summary>
    private sealed class RecordedBooster : ITreeBooster
    {
        public IReadOnlyList<IReadOnlyList<GraphTreeNode>> Trees { get; init; } = [];

        public Action? Called { get; init; }

        public FeatureMatrix? Rows { get; private set; }

        public IReadOnlyList<bool> IsAbnormal { get; private set; } = [];

        public BoostingSettings? Settings { get; private set; }

        public IReadOnlyList<IReadOnlyList<GraphTreeNode>> Boost(
            FeatureMatrix rows, IReadOnlyList<bool> isAbnormal, BoostingSettings settings, CancellationToken cancellationToken)
        {
            (Rows, IsAbnormal, Settings) = (rows, isAbnormal, settings);
            Called?.Invoke();
            return Trees;
        }
    }
}
