namespace ActiveAnomaly.Tool.Reporting.Charts;

[TestClass]
public sealed class CodeMapChartTests
{
    [TestMethod]
    public void Of_AMap_PutsEachRowIntoItsSeries()
    {
        var (chart, outsideCount) = Of(
        [
            new(0, 1, IsAbnormal: false, IsLabelled: false, IsQueriedLast: false),
            new(1, 2, IsAbnormal: true, IsLabelled: false, IsQueriedLast: false),
            new(2, 3, IsAbnormal: false, IsLabelled: true, IsQueriedLast: true),
            new(3, 5, IsAbnormal: true, IsLabelled: true, IsQueriedLast: false),
            new(double.NaN, 5, IsAbnormal: true, IsLabelled: true, IsQueriedLast: false),
        ]);

        CollectionAssert.AreEqual(
            (string[])
            [
                "unlabelled normal 0 1", "unlabelled abnormal 1 2", "labelled normal 2 3", "labelled abnormal 3 5", "in the last query 2 3",
            ],
            chart.Series.Select(series => $"{series.Name} {string.Join(';', series.Points.Select(point => $"{point.X} {point.Y}"))}")
                .ToArray());
        Assert.AreEqual(0, outsideCount);
        Assert.StartsWith(
            "4 rows: 1 unlabelled normal, 1 unlabelled abnormal, 1 labelled normal, 1 labelled abnormal; 1 in", chart.Description);
        Assert.IsTrue(chart.Series.All(series => !series.IsLine));
    }

    /// <summary>Ninety-nine rows on a line, and one so far out that the others would be a dot: it stands at the frame.</summary>
    [TestMethod]
    public void Of_FarRow_StandsAtTheFrame()
    {
        var (chart, outsideCount) = Of(
            [.. Enumerable.Range(0, 99).Select(i => new CodePoint(i, i, false, true, false)), new(100_000, 5, true, true, false)]);
        var far = chart.Series.Single(series => series.Name == "labelled abnormal").Points.Single();

        Assert.AreEqual(1, outsideCount);
        Assert.AreEqual(chart.X.Max - (0.02 * (chart.X.Max - chart.X.Min)), far.X, 1e-9);
        Assert.AreEqual(5, far.Y);
        Assert.IsLessThan(300, chart.X.Max);
    }

    [TestMethod]
    public void Of_RowsOnOneSpot_DrawsUnlabelledOnesOnce()
    {
        CodePoint[] ends = [new(0, 0, false, false, false), new(1, 1, false, false, false)];
        var (chart, _) = Of([.. ends, .. ends, new(0, 0, false, true, false), new(0, 0, false, true, false)]);

        Assert.HasCount(2, chart.Series[0].Points);
        Assert.HasCount(2, chart.Series[2].Points);
    }

    private static (Chart Chart, int OutsideCount) Of(CodePoint[] points) =>
        CodeMapChart.Of("map", new CodeMap("glass", "nce", "abs", 5, points));
}
