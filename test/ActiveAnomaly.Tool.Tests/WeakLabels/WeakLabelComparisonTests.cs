namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>Two data sets with two runs each: differences 0.1 and 0.3, and 0.4 and 0.4.</summary>
[TestClass]
public sealed class WeakLabelComparisonTests
{
    private const double Tolerance = 1e-12;

    private static readonly WeakLabelRow[] Rows =
    [
        Row("a", "first", 1, 0.6), Row("a", "other", 1, 0.5), Row("a", "first", 2, 0.9), Row("a", "other", 2, 0.6),
        Row("b", "first", 1, 0.8), Row("b", "other", 1, 0.4), Row("b", "other", 2, 0.3), Row("b", "first", 2, 0.7),
        Row("c", "first", 1, 0.1), Row("a", "third", 1, 0.1),
    ];

    [TestMethod]
    public void Of_TwoDataSets_AveragesTheirMeanDifferences()
    {
        var comparison = WeakLabelComparison.Of(Rows, "first", "other", row => row.AucPr)!;

        // 0.2 and 0.4: mean 0.3, standard deviation 0.1 root 2, standard error 0.1.
        Assert.AreEqual(0.3, comparison.MeanDifference, Tolerance);
        Assert.AreEqual(0.1, comparison.StandardError, Tolerance);
        Assert.AreEqual((2, 2), (comparison.DataSets, comparison.FirstBetter));
        Assert.AreEqual(0.5, comparison.PValue, Tolerance);
    }

    [TestMethod]
    public void Of_TheOtherWayRound_IsMirrored()
    {
        var comparison = WeakLabelComparison.Of(Rows, "other", "first", row => row.AucPr)!;

        Assert.AreEqual(-0.3, comparison.MeanDifference, Tolerance);
        Assert.AreEqual(0, comparison.FirstBetter);
    }

    [TestMethod]
    public void Of_EqualFigures_IsNotBetter()
    {
        var comparison = WeakLabelComparison.Of(
            [Row("a", "first", 1, 0.5), Row("a", "other", 1, 0.5), Row("b", "first", 1, 0.5), Row("b", "other", 1, 0.4)],
            "first",
            "other",
            row => row.AucPr)!;

        Assert.AreEqual((2, 1), (comparison.DataSets, comparison.FirstBetter));
    }

    [TestMethod]
    public void Of_OneCommonDataSet_HasNoStandardError()
    {
        var comparison = WeakLabelComparison.Of(Rows, "first", "third", row => row.AucPr)!;

        Assert.AreEqual(0.5, comparison.MeanDifference, Tolerance);
        Assert.AreEqual(double.NaN, comparison.StandardError);
    }

    [TestMethod]
    public void Of_NothingInCommon_IsNull() => Assert.IsNull(WeakLabelComparison.Of(Rows, "first", "absent", row => row.AucPr));

    [TestMethod]
    public void SampleMean_OfThreeValues_MatchesHandArithmetic()
    {
        // Squares 4, 0 and 4: variance 8 / 2, standard error root(4 / 3).
        var mean = SampleMean.Of([1.0, 3.0, 5.0]);

        Assert.AreEqual(3, mean.Mean);
        Assert.AreEqual(Math.Sqrt(4.0 / 3), mean.StandardError, Tolerance);
    }

    private static WeakLabelRow Row(string dataset, string method, int run, double aucPr) =>
        WeakLabelRows.Of(dataset, method, run, aucPr);
}
