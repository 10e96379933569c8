using System.Xml.Linq;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>The numbers of a chart, read back out of what ScottPlot was given and out of the picture that it drew.</summary>
[TestClass]
public sealed class ChartDrawingTests
{
    private const double Tolerance = 1e-9;

    [TestMethod]
    public void Plot_OfALine_HasItsPoints()
    {
        var plot = ChartDrawing.Plot(Lines([new(0, 0.5), new(1, 0.75), new(2, 0.625)]));

        Coordinates[] points = [new(0, 0.5), new(1, 0.75), new(2, 0.625)];

        CollectionAssert.AreEqual(points, plot.GetPlottables<Scatter>().Single().Data.GetScatterPoints().ToArray());
        CollectionAssert.AreEqual(points, plot.GetPlottables<Markers>().Single().Data.GetScatterPoints().ToArray());
    }

    [TestMethod]
    public void Plot_OfErrors_HasBarsAboutThePoints()
    {
        var plot = ChartDrawing.Plot(Lines([new(0, 0.5, 0.125), new(1, 0.75), new(2, 0.625, 0.25)]));
        var bars = plot.GetPlottables<ErrorBar>().Single();

        CollectionAssert.AreEqual((double[])[0, 2], bars.Xs.ToArray());
        CollectionAssert.AreEqual((double[])[0.5, 0.625], bars.Ys.ToArray());
        CollectionAssert.AreEqual((double[])[0.125, 0.25], bars.YErrorNegative!.ToArray());
        CollectionAssert.AreEqual((double[])[0.125, 0.25], bars.YErrorPositive!.ToArray());
        Assert.IsNull(bars.XErrorPositive);
    }

    [TestMethod]
    public void Plot_MissingValue_BreaksTheLine()
    {
        var plot = ChartDrawing.Plot(Lines([new(0, 0.5), new(1, 0.6), new(2, double.NaN), new(3, 0.7)]));

        CollectionAssert.AreEqual(
            (int[])[2, 1], plot.GetPlottables<Scatter>().Select(line => line.Data.GetScatterPoints().Count).ToArray());
    }

    [TestMethod]
    public void Plot_HollowPoint_HasAnOpenMarker()
    {
        var plot = ChartDrawing.Plot(Lines([new(0, 0.5), new(1, 0.6, null, IsHollow: true)]));
        var markers = plot.GetPlottables<Markers>().ToDictionary(one => one.MarkerStyle.Shape, one => one.Data.GetScatterPoints().Single());

        Assert.AreEqual(new Coordinates(0, 0.5), markers[MarkerShape.FilledCircle]);
        Assert.AreEqual(new Coordinates(1, 0.6), markers[MarkerShape.OpenCircle]);
    }

    [TestMethod]
    public void Plot_Axes_HaveTitlesLimitsAndTicks()
    {
        var plot = ChartDrawing.Plot(Lines([new(0, 0.5), new(2, 1)]));
        // Ticks are made as a picture is.
        plot.GetSvgXml(340, 240);
        var limits = plot.Axes.GetLimits();

        Assert.AreEqual("stage", plot.Axes.Bottom.Label.Text);
        Assert.AreEqual("auc", plot.Axes.Left.Label.Text);
        Assert.AreEqual(-0.08, limits.Left, Tolerance);
        Assert.AreEqual(2.08, limits.Right, Tolerance);
        Assert.AreEqual(0.48, limits.Bottom, Tolerance);
        Assert.AreEqual(1.02, limits.Top, Tolerance);
        CollectionAssert.AreEqual((string[])["0", "1", "2"], plot.Axes.Bottom.TickGenerator.Ticks.Select(tick => tick.Label).ToArray());
        CollectionAssert.AreEqual((double[])[0, 1, 2], plot.Axes.Bottom.TickGenerator.Ticks.Select(tick => tick.Position).ToArray());
        Assert.IsGreaterThan(2, plot.Axes.Left.TickGenerator.Ticks.Length);
    }

    /// <summary>Powers of ten stand at whole places; a bar reaches as far as its numbers on the axis of ratios, and ends with it.</summary>
    [TestMethod]
    public void Plot_LogarithmicAxes_PlaceLogarithms()
    {
        ChartPoint[] points = [new(100, 10, 90), new(1000, 1000, 900)];
        var chart = Of(ChartAxis.Logarithmic("rows", [100, 1000]), ChartAxis.Logarithmic("seconds", [1, 1000]), points);
        var plot = ChartDrawing.Plot(chart);
        plot.GetSvgXml(340, 240);
        var bars = plot.GetPlottables<ErrorBar>().Single();

        CollectionAssert.AreEqual(
            (Coordinates[])[new(2, 1), new(3, 3)], plot.GetPlottables<Scatter>().Single().Data.GetScatterPoints().ToArray());
        Assert.AreEqual(1, bars.YErrorPositive![0], Tolerance);
        Assert.AreEqual(1.12, bars.YErrorNegative![0], Tolerance);
        Assert.AreEqual(1, bars.YErrorNegative![1], Tolerance);
        CollectionAssert.AreEqual(
            (string[])["1", "10", "100", "1,000"], plot.Axes.Left.TickGenerator.Ticks.Select(tick => tick.Label).ToArray());
        CollectionAssert.AreEqual(
            (string[])["100", "200", "500", "1,000"], plot.Axes.Bottom.TickGenerator.Ticks.Select(tick => tick.Label).ToArray());
    }

    /// <summary>The marker, the ends of its bar and nothing beyond them are where arithmetic on the frame has them.</summary>
    [TestMethod]
    public void Picture_OfAPoint_HasMarkerAndBarWhereTheyShouldBe()
    {
        var chart = Of(new ChartAxis("x", 0, 10), new ChartAxis("y", 0, 1), [new(2.5, 0.75, 0.125)]) with { Width = 340, Height = 240 };
        using var picture = SKBitmap.Decode(ChartDrawing.Plot(chart).GetImage(340, 240).GetImageBytes(ImageFormat.Png));

        // The plot reaches from 46 to 328 and from 198 up to 28: 282 x 170 pixels.
        var (x, y, bar) = (46 + (0.25 * 282), 28 + (0.25 * 170), 0.125 * 170);
        Assert.AreEqual(SKColor.Parse("#0072B2"), picture.GetPixel((int)x, (int)y));
        Assert.IsTrue(IsDrawn(picture, x, y - bar + 2) && IsDrawn(picture, x, y + bar - 2));
        Assert.IsFalse(IsDrawn(picture, x, y - bar - 3) || IsDrawn(picture, x, y + bar + 3));
        // Mirrored, it would stand there.
        Assert.IsFalse(IsDrawn(picture, x, 198 - (0.25 * 170)) || IsDrawn(picture, 328 - (0.25 * 282), y));

        static bool IsDrawn(SKBitmap picture, double x, double y) =>
            picture.GetPixel((int)x, (int)y) is { Alpha: > 60, Blue: > 100, Red: < 100 };
    }

    [TestMethod]
    public void Write_AChart_IsWellFormedWithItsTextAndTheNumbersOfItsTicks()
    {
        var svg = Svg(Lines([new(0, 0.5, 0.1), new(2, 1, 0.1)]));
        var texts = svg.Elements().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();

        Assert.AreEqual("a <title>", svg.Elements().Single(element => element.Name.LocalName == "title").Value);
        Assert.Contains("auc, against stage.", svg.Elements().Single(element => element.Name.LocalName == "desc").Value);
        CollectionAssert.IsSubsetOf((string[])["stage", "auc", "0", "1", "2"], texts);
        Assert.IsEmpty(svg.Descendants().Where(element => element.Name.LocalName == "g")
            .SelectMany(element => element.Descendants()).Where(element => element.Name.LocalName == "text"));
    }

    /// <summary>A page has many charts: the clip of one must not be another's.</summary>
    [TestMethod]
    public void Write_TwoCharts_ShareNoId()
    {
        var html = new HtmlWriter();
        html.Raw("<p>");
        ChartDrawing.Write(html, Lines([new(0, 0.5), new(2, 1)]));
        ChartDrawing.Write(html, Lines([new(0, 0.5), new(2, 1)]));
        var page = XElement.Parse(html.Raw("</p>").ToString());
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        string[] clips = [.. page.Descendants().Attributes("clip-path").Select(clip => clip.Value)];

        // Skia numbers clips through the life of the process; the page's ids are its own.
        Assert.Contains("i1c1", ids);
        CollectionAssert.AllItemsAreUnique(ids);
        Assert.IsNotEmpty(clips);
        CollectionAssert.IsSubsetOf(clips, ids.Select(id => $"url(#{id})").ToArray());
    }

    [TestMethod]
    public void Write_Styles_HaveTheirDashes()
    {
        ChartSeries[] series =
            [.. Enumerable.Range(0, 4).Select(k => new ChartSeries($"{k}", ChartStyle.OfCategory(k), [new(0, 0), new(1, k)]))];
        var paths = Svg(LineCharts.Of("all", new("x", 0, 1), new("y", 0, 4), series)).Descendants()
            .Where(element => element.Attribute("stroke-width")?.Value.StartsWith('2') == true);

        CollectionAssert.AreEqual(
            (string?[])[null, "9 3", "3.5 2.5", "9 3 2.5 3"], paths.Select(path => path.Attribute("stroke-dasharray")?.Value).ToArray());
    }

    /// <summary>The style sheet exchanges colours by their values: each that is drawn must be one that it knows.</summary>
    [TestMethod]
    public void Write_AllStyles_UseColoursThatTheStyleSheetKnows()
    {
        ChartSeries[] series = [.. Enumerable.Range(0, 9).Select(index => new ChartSeries(
            $"{index}",
            index < 8 ? ChartStyle.OfCategory(index) : ChartStyle.OfRank(1, 3),
            [new(0, 0.5, 0.1), new(1, 0.6, 0.1, index > 4)]))];
        var chart = LineCharts.Of("all", new("x", 0, 1), new("y", 0, 1), series) with { ReferenceY = 0.5 };
        string[] colors =
        [
            .. Svg(chart).Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "stroke")
                .Select(attribute => attribute.Value).Where(value => value != "none").Distinct(),
        ];

        Assert.IsGreaterThan(8, colors.Length);
        foreach (var color in colors)
        {
            Assert.Contains($".drawn [fill=\"{color}\"]", ChartColor.Css());
        }
    }

    [TestMethod]
    public void OfCategory_FirstForty_AllDiffer() =>
        CollectionAssert.AllItemsAreUnique(Enumerable.Range(0, 40).Select(ChartStyle.OfCategory).ToArray());

    private static Chart Lines(ChartPoint[] points) => Of(
        ChartAxis.OfIntegers("stage", points.Select(point => (int)point.X)), ChartAxis.Covering("auc", [0.5, 1]), points);

    private static Chart Of(ChartAxis x, ChartAxis y, ChartPoint[] points) =>
        LineCharts.Of("a <title>", x, y, [new ChartSeries("line", ChartStyle.OfCategory(0), points)]);

    private static XElement Svg(Chart chart)
    {
        var html = new HtmlWriter();
        ChartDrawing.Write(html, chart);
        return XElement.Parse(html.ToString());
    }
}
