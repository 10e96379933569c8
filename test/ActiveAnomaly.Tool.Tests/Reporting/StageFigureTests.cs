using System.Xml.Linq;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Reporting.Charts;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>Which numbers go into the charts of stages, by hand arithmetic.</summary>
[TestClass]
public sealed class StageFigureTests
{
    private const double Tolerance = 1e-12;

    private static readonly ChartAxis Y = ChartAxis.Unit("y");

    /// <summary>
    /// Seeds 0.5 and 0.7 on one set have the mean 0.6 and, of the variance 0.02 over two, the squared error 0.01; 0.8 and 0.9 on the other
    /// 0.85 and, of 0.005, 0.0025. Over both: 0.725, and the root of 0.0125 over two.
    /// </summary>
    [TestMethod]
    public void ChartOf_AllDataSets_ShowsMeansAndStandardErrors()
    {
        var chart = Figure(
            [Row("a", 1, 0, 0.5), Row("a", 2, 0, 0.7), Row("b", 1, 0, 0.8), Row("b", 2, 0, 0.9)])
            .ChartOf(StageMetric.Auc, dataset: null, Y, "heading");
        var point = chart.Series.Single().Points.Single();

        Assert.AreEqual(0, point.X);
        Assert.AreEqual(0.725, point.Y, Tolerance);
        Assert.AreEqual(Math.Sqrt(0.0125) / 2, point.Error!.Value, Tolerance);
        Assert.IsFalse(point.IsHollow);
    }

    [TestMethod]
    public void ChartOf_OneDataSet_ShowsItsSeedsAlone()
    {
        var point = Figure([Row("a", 1, 0, 0.5), Row("a", 2, 0, 0.7), Row("b", 1, 0, 0.8)])
            .ChartOf(StageMetric.Auc, "a", Y, "heading").Series.Single().Points.Single();

        Assert.AreEqual(0.6, point.Y, Tolerance);
        Assert.AreEqual(0.1, point.Error!.Value, Tolerance);
    }

    [TestMethod]
    public void ChartOf_OneSeed_HasNoError() => Assert.IsNull(
        Figure([Row("a", 1, 0, 0.5)]).ChartOf(StageMetric.Auc, "a", Y, "heading").Series.Single().Points.Single().Error);

    [TestMethod]
    public void ChartOf_Stages_StandInTheirOrderAlongX()
    {
        var chart = Figure([Row("a", 1, 2, 0.9), Row("a", 1, 0, 0.5), Row("a", 1, 1, 0.6)]).ChartOf(StageMetric.Auc, "a", Y, "heading");

        CollectionAssert.AreEqual((double[])[0, 1, 2], chart.Series.Single().Points.Select(point => point.X).ToArray());
        CollectionAssert.AreEqual((double[])[0.5, 0.6, 0.9], chart.Series.Single().Points.Select(point => point.Y).ToArray());
        Assert.AreEqual("stage (0 = before any query)", chart.X.Title);
        Assert.AreEqual("ROC AUC (0 to 1), all rows", chart.Y.Title);
        Assert.AreEqual("nce: heading", chart.Title);
    }

    /// <summary>At the last stage the second data set has no value.</summary>
    [TestMethod]
    public void ChartOf_FewerDataSets_AreHollow() => CollectionAssert.AreEqual(
        (bool[])[false, true],
        Figure([Row("a", 1, 0, 0.5), Row("b", 1, 0, 0.6), Row("a", 1, 1, 0.7)])
            .ChartOf(StageMetric.Auc, dataset: null, Y, "heading").Series.Single().Points.Select(point => point.IsHollow).ToArray());

    /// <summary>At the last stage the second seed has no value.</summary>
    [TestMethod]
    public void ChartOf_FewerRuns_AreHollowAndSaidInTheTable()
    {
        BenchmarkRow[] rows = [Row("a", 1, 0, 0.5), Row("a", 2, 0, 0.7), Row("a", 1, 1, 0.6), Row("a", 2, 1, double.NaN)];
        var figure = Figure(rows);
        foreach (var dataset in (string?[])["a", null])
        {
            CollectionAssert.AreEqual(
                (bool[])[false, true],
                figure.ChartOf(StageMetric.Auc, dataset, Y, "heading").Series.Single().Points.Select(point => point.IsHollow).ToArray());
            Assert.IsTrue(figure.HasHollow(StageMetric.Auc, dataset));
        }

        var html = new HtmlWriter();
        figure.WriteTable(html, StageMetric.Auc, isPerDataset: true);
        Assert.Contains("0.600 &#177;0.100<", html.ToString()!);
        Assert.Contains("0.600 (1/2 runs)", html.ToString()!);
    }

    /// <summary>On set b one run of abs lacks the value, so that both strategies are compared on set a.</summary>
    [TestMethod]
    public void Write_SummaryOfRunsWithoutRowsUnasked_TakesTheSameSetsForAll()
    {
        BenchmarkRow[] rows =
        [
            Row("a", 1, 1, 0.8), Row("b", 1, 1, 0.6) with { AucUnasked = double.NaN },
            Row("a", 1, 1, 0.5) with { Query = "mlp" }, Row("b", 1, 1, 0.9) with { Query = "mlp" },
        ];
        var html = new HtmlWriter();
        SummarySection.Write(html, new BenchmarkGrid(rows));
        var text = html.ToString()!;
        Assert.Contains("never asked: over the 1 of 2 data sets", text);
        Assert.Contains("0.400", text);
        Assert.Contains("0.250", text);
        Assert.DoesNotContain("0.350", text);
    }

    /// <summary>The pool of a is used up after stage 1, where it has 0.9; b ends at stage 2 with 0.3.</summary>
    [TestMethod]
    public void Write_SummaryOfAPoolThatIsUsedUp_TakesEachRunsOwnLastStage()
    {
        var html = new HtmlWriter();
        SummarySection.Write(
            html,
            new BenchmarkGrid([Row("a", 1, 0, 0.5), Row("a", 1, 1, 0.9), Row("b", 1, 0, 0.5), Row("b", 1, 1, 0.7), Row("b", 1, 2, 0.3)]));
        var cells = XElement.Parse($"<p>{html}</p>").Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())
            .ToArray();
        Assert.AreEqual("0.600", cells[^1][Array.IndexOf(cells[0], "AUC, last stage")]);
    }

    [TestMethod]
    [DataRow("abs", "mlp")]
    public void ChartOf_Strategies_AreALineEach(string first, string second) => CollectionAssert.AreEqual(
        (string[])["abs 0.5", "mlp 0.75"],
        Figure([Row("a", 1, 0, 0.5) with { Query = first }, Row("a", 1, 0, 0.75) with { Query = second }])
            .ChartOf(StageMetric.Auc, "a", Y, "heading").Series
            .Select(series => FormattableString.Invariant($"{series.Name} {series.Points[0].Y}")).ToArray());

    [TestMethod]
    public void ChartOf_AbnormalShare_HasAReferenceAtOneHalf()
    {
        var figure = Figure([Row("a", 1, 0, 0.5) with { R = 0.25 }]);

        Assert.AreEqual(0.5, figure.ChartOf(StageMetric.AbnormalShare, "a", Y, "heading").ReferenceY);
        Assert.IsNull(figure.ChartOf(StageMetric.Auc, "a", Y, "heading").ReferenceY);
        Assert.AreEqual(0.25, figure.ChartOf(StageMetric.AbnormalShare, "a", Y, "heading").Series[0].Points[0].Y);
    }

    private static StageFigure Figure(BenchmarkRow[] rows)
    {
        var grid = new BenchmarkGrid(rows);
        return new StageFigure(grid, grid.GroupByLoss().Single());
    }

    private static BenchmarkRow Row(string dataset, int seed, int stage, double auc) => new()
    {
        Dataset = dataset,
        Loss = "nce",
        Query = "abs",
        PseudoAbnormal = false,
        Seed = seed,
        Stage = stage,
        Auc = auc,
        AucUnasked = auc / 2,
        AveragePrecision = auc / 4,
        LabelledNormal = 1,
        LabelledAbnormal = 1,
        PseudoCount = 0,
        Seconds = 1,
    };
}
