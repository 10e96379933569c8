using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Alif;

[TestClass]
public sealed class AlifDetectorTests : DetectorContract<AlifDetector>
{
    protected override bool HasOwnContributions => true;

    [TestMethod]
    public void Score_AfterAnswers_IsThatOfASecondSlowProgram()
    {
        var options = new AlifOptions { Seed = 1, TreeCount = 12, SampleSize = 40 };
        var forest = ((AlifModel)new AlifDetector(options).Fit(new TrainingRequest(Pool)).Model).Forest;
        var model = new AlifDetector(options).Fit(Request()).Model;
        var (c, changed) = (IsolationForest.AveragePathLength(40), 0);
        for (var row = 0; row < Pool.RowCount; row++)
        {
            var depths = Enumerable.Range(0, 12).Select(tree =>
            {
                var leaf = Leaf(forest, tree, row);
                var answers = Labels.LabeledRows.Where(answered => Leaf(forest, tree, answered) == leaf).ToArray();
                var share = answers.Count(answered => Truth[answered]) / (double)answers.Length;
                changed += answers.Length;
                return answers.Length == 0 ? forest.PathLengths[(tree << forest.Depth) + leaf]
                    : share <= 0.5 ? (share * 2 * c) + ((1 - (share * 2)) * (6 + c))
                    : (((share * 2) - 1) * 1) + ((2 - (share * 2)) * c);
            });
            Assert.AreEqual(Math.Pow(2, -depths.Average() / c), model.Score(Pool.Row(row)), 1e-6, $"Row {row}");
        }

        Assert.IsGreaterThan(1000, changed);
    }

    [TestMethod]
    public void Fit_NoAnswers_ScoresAsTheForestDoes()
    {
        var request = new TrainingRequest(Pool);
        var prior = PriorForest.Of(request, new PriorForest.Origin(Pool, 1, 100, 256), previous: null, "trees");
        Bits.AreEqual(prior.PoolScores(default), new AlifDetector(new AlifOptions { Seed = 1 }).Fit(request).Scores.Span, "Scores");
    }

    [TestMethod]
    [DataRow(RowLabel.Abnormal, 1)]
    [DataRow(RowLabel.Normal, -1)]
    public void Fit_OneAnswer_MovesTheRowThatWay(RowLabel label, int direction)
    {
        var detector = Create(new());
        var before = detector.Fit(new TrainingRequest(Pool)).Model.Score(Pool.Row(5));
        var labels = PoolLabels.None(Pool.RowCount).With([new(5, label)]);
        Assert.AreEqual(direction, detector.Fit(new TrainingRequest(Pool, labels)).Model.Score(Pool.Row(5)).CompareTo(before));
    }

    [TestMethod]
    public void Fit_PreviousModelOfThePool_TakesItsForestAndGivesTheSameBits()
    {
        var detector = Create(new());
        var first = detector.Fit(new TrainingRequest(Pool)).Model;
        var recorder = new ProgressRecorder();
        var second = detector.Fit(new TrainingRequest(Pool, Labels) { Previous = first, Progress = recorder });
        Assert.AreSame(((AlifModel)first).Prior, ((AlifModel)second.Model).Prior);
        Assert.IsEmpty(recorder.Reports);
        Bits.AreEqual(detector.Fit(Request()).Scores.Span, second.Scores.Span, "Scores");
    }

    [TestMethod]
    public void Fit_EachOption_ChangesScores()
    {
        var standard = Scores(new AlifOptions { Seed = 1 });
        Assert.IsFalse(standard.SequenceEqual(Scores(new AlifOptions { Seed = 1, TreeCount = 50 })));
        Assert.IsFalse(standard.SequenceEqual(Scores(new AlifOptions { Seed = 1, SampleSize = 100 })));
    }

    [TestMethod]
    [DataRow(0, 256, "TreeCount")]
    [DataRow(100, 1, "SampleSize")]
    [DataRow(100, 65_537, "SampleSize")]
    [DataRow(39_063, 256, "TreeCount")]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt(int treeCount, int sampleSize, string property) => Assert.AreEqual(
        "options." + property,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new AlifDetector(new AlifOptions { TreeCount = treeCount, SampleSize = sampleSize })).ParamName);

    /// <summary>Splits lie within the pool: beyond its edge a row's leaves stay the same, and so does its score.</summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row) =>
        Assert.AreEqual(model.Score(OnTheEdge(row)), score);

    protected override AlifDetector Create(DetectorSettings settings) => new(new AlifOptions
    {
        Seed = settings.Seed,
        SampleSize = 150,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static float[] Scores(AlifOptions options) => new AlifDetector(options).Fit(Request()).Scores.ToArray();

    private static int Leaf(IsolationForest forest, int tree, int row)
    {
        var (node, splitCount) = (0, (1 << forest.Depth) - 1);
        while (node < splitCount)
        {
            var (threshold, feature) = forest.Splits[(tree * splitCount) + node];
            node = Pool.Row(row)[feature] <= threshold ? (2 * node) + 1 : (2 * node) + 2;
        }

        return node - splitCount;
    }
}
