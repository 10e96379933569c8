using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.ExtraTrees;

[TestClass]
public sealed class TrainingRowsTests
{
    private const double Tolerance = 1e-12;

    /// <summary>Row i holds i, and its prior score is i / 100.</summary>
    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 100).Select(row => (float)row)], 1);

    private static readonly float[] PriorScores = [.. Enumerable.Range(0, 100).Select(row => row / 100f)];

    [TestMethod]
    public void Draw_BothClasses_WeighTheSame()
    {
        var rows = Of([90, 91], [10, 80, 95])!.Draw(new SeededRandom(1));
        Assert.AreSequenceEqual([90f, 91, 10, 80, 95], rows.Rows.Values[..5].ToArray());
        Assert.AreSequenceEqual([true, true, false, false, false], rows.IsAbnormal[..5]);
        Assert.IsTrue(rows.IsAbnormal[5..].All(isAbnormal => !isAbnormal));

        // Three labelled normal rows and 3 + 1 weak negatives weigh 1 each, anomalies the sum of both.
        Assert.AreSequenceEqual([3.5, 3.5, 1, 1, 1], rows.Weights[..5]);
        Assert.AreSequenceEqual([1, 1, 1, 1], rows.Weights[5..]);
    }

    [TestMethod]
    public void Draw_WeakNegatives_AreTheUnlabelledRowsOfTheLowerHalf()
    {
        // The median lies between rows 49 and 50.
        var request = new TrainingRequest(Pool, Labels([90, 3], [10])) { PseudoAbnormalRows = [7, 70] };
        var options = new ExtraTreesOptions { WeakNegativeWeight = 1000 };
        var rows = TrainingRows.Of(request, PriorScores, options)!.Draw(new SeededRandom(1));
        Assert.AreSequenceEqual(
            Enumerable.Range(0, 50).Except([3, 7, 10]).Select(row => (float)row), rows.Rows.Values[3..].ToArray().Order());
    }

    [TestMethod]
    [DataRow(true, new float[] { 2, 4 })]
    [DataRow(false, new float[] { 0, 1, 2, 3, 3, 4 })]
    public void Draw_TwinsOfLabelledRows_AreNoWeakNegatives(bool labelsCountForTwins, float[] expected)
    {
        // Rows 0, 1 and 3 are labelled; rows 5 to 8 hold what rows 0, 1, 3 and 3 do, and the highest score alone is above the median.
        var pool = FeatureMatrix.Copy([0, 1, 2, 3, 4, 0, 1, 3, 3, 9], 1);
        var labels = PoolLabels.None(10).With([new(0, RowLabel.Normal), new(1, RowLabel.Abnormal), new(3, RowLabel.Abnormal)]);
        var request = new TrainingRequest(pool, labels) { LabelsCountForTwins = labelsCountForTwins };
        var rows = TrainingRows.Of(request, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1], new ExtraTreesOptions { WeakNegativeWeight = 1000 })!
            .Draw(new SeededRandom(1));
        Assert.AreSequenceEqual(expected, rows.Rows.Values[3..].ToArray().Order());
    }

    [TestMethod]
    public void Draw_MoreThanWanted_DrawsOthersForEachTree()
    {
        var training = Of([90], [10], new ExtraTreesOptions { WeakNegativeCount = 5, WeakNegativeWeight = 3 })!;
        float[][] drawn =
            [.. Enumerable.Range(0, 30).Select(seed => training.Draw(new SeededRandom(seed)).Rows.Values[2..].ToArray())];
        Assert.IsTrue(drawn.All(rows => rows.Length == 5 && rows.Distinct().Count() == 5 && rows.All(row => row < 50 && row != 10)));
        Assert.IsGreaterThan(40, drawn.SelectMany(rows => rows).Distinct().Count());
        Assert.AreEqual(3 * 2 / 5.0, training.Draw(new SeededRandom(1)).Weights[2], Tolerance);
    }

    [TestMethod]
    public void Draw_NoNormalAnswer_LeavesItToTheWeakNegatives()
    {
        var rows = Of([90, 91], [])!.Draw(new SeededRandom(1));
        Assert.AreSequenceEqual([0.5, 0.5, 1], rows.Weights);
    }

    [TestMethod]
    public void Draw_NoWeakNegative_LeavesItToTheAnswers()
    {
        var rows = Of([90, 91], [10], new ExtraTreesOptions { WeakNegativeWeight = 0 })!.Draw(new SeededRandom(1));
        Assert.AreSequenceEqual([0.5, 0.5, 1], rows.Weights);
    }

    [TestMethod]
    public void Draw_PartOfAWeakNegative_IsRoundedUp()
    {
        var rows = Of([90], [10, 11], new ExtraTreesOptions { WeakNegativeWeight = 0.4 })!.Draw(new SeededRandom(1));
        Assert.HasCount(5, rows.Weights);
        Assert.AreEqual(0.6, rows.Weights[3], Tolerance);
        Assert.AreEqual(3.2, rows.Weights[0], Tolerance);
    }

    [TestMethod]
    public void Of_OneClass_IsNone()
    {
        Assert.IsNull(Of([], [10, 20]));
        Assert.IsNull(Of([], []));
        Assert.IsNull(Of([90], [], new ExtraTreesOptions { WeakNegativeWeight = 0 }));
        Assert.IsNull(Of([.. Enumerable.Range(0, 50)], []));
    }

    private static TrainingRows? Of(int[] abnormal, int[] normal, ExtraTreesOptions? options = null) =>
        TrainingRows.Of(new TrainingRequest(Pool, Labels(abnormal, normal)), PriorScores, options ?? new ExtraTreesOptions());

    private static PoolLabels Labels(int[] abnormal, int[] normal) => PoolLabels.None(100).With(
        abnormal.Select(row => KeyValuePair.Create(row, RowLabel.Abnormal))
            .Concat(normal.Select(row => KeyValuePair.Create(row, RowLabel.Normal))));
}
