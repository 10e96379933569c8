namespace ActiveAnomaly.Tool.Reporting.Charts;

[TestClass]
public sealed class LineChartsTests
{
    private const double Tolerance = 1e-12;

    /// <summary>Four series at one x stand at equal distances in four fifths of a unit: -0.3, -0.1, 0.1 and 0.3 from it.</summary>
    [TestMethod]
    public void Of_OneX_SpreadsTheSeries()
    {
        var xs = Of(Enumerable.Range(0, 4).Select(_ => (ChartPoint[])[new(2, 0.5)])).Series.Select(series => series.Points[0].X).ToArray();

        for (var k = 0; k < 4; k++)
        {
            Assert.AreEqual(1.7 + (0.2 * k), xs[k], Tolerance);
        }
    }

    [TestMethod]
    public void Of_SeveralX_LeavesThem() => CollectionAssert.AreEqual(
        (double[])[2, 2], Of([[new(2, 0.5)], [new(2, 0.5), new(3, 0.5)]]).Series.Select(series => series.Points[0].X).ToArray());

    [TestMethod]
    public void Of_Lines_SaysWhereTheyBeginAndEnd() => Assert.AreEqual(
        "y, against x. 0: 0.500 at 0, 0.700 at 2. 1: 0.250 at 1. 2: no value.",
        Of([[new(0, 0.5), new(1, 0.9), new(2, 0.7), new(3, double.NaN)], [new(1, 0.25)], [new(1, double.NaN)]]).Description);

    [TestMethod]
    public void Extent_Errors_AreCounted() => CollectionAssert.AreEqual(
        (double[])[0.25, 0.75, 1, 1],
        LineCharts.Extent([new ChartSeries("s", ChartStyle.OfCategory(0), [new(0, 0.5, 0.25), new(1, 1)])]).ToArray());

    /// <summary>Of 41 points every fourth has a marker: eleven.</summary>
    [TestMethod]
    public void Markers_OfALongLine_AreSome()
    {
        var line = new ChartSeries("s", ChartStyle.OfCategory(0), [.. Enumerable.Range(0, 41).Select(x => new ChartPoint(x, 1))]);

        CollectionAssert.AreEqual(
            Enumerable.Range(0, 11).Select(k => 4.0 * k).ToArray(), line.Markers.Select(point => point.X).ToArray());
        Assert.HasCount(41, (line with { IsLine = false }).Markers.ToArray());
    }

    private static Chart Of(IEnumerable<ChartPoint[]> series) => LineCharts.Of(
        "title",
        new ChartAxis("x", 0, 1),
        new ChartAxis("y", 0, 1),
        [.. series.Select((points, index) => new ChartSeries($"{index}", ChartStyle.OfCategory(index), points))]);
}
