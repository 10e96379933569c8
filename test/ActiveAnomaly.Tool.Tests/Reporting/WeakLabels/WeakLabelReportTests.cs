using System.Xml.Linq;
using ActiveAnomaly.Tool.Results;
using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Reporting.WeakLabels;

/// <summary>What the page of an experiment shows, by hand arithmetic.</summary>
[TestClass]
public sealed class WeakLabelReportTests
{
    private const double Tolerance = 1e-12;

    /// <summary>0.5 and 0.7 have the mean 0.6 and the standard error sqrt(0.02 / 2) = 0.1; all other measures differ from it.</summary>
    [TestMethod]
    public void Page_OfATable_ShowsMeansErrorsAndTheBest()
    {
        var table = Table(
            [Row("a", "rosas", 1, 0.5), Row("a", "rosas", 2, 0.7), Row("a", "devnet", 1, 0.25), Row("b", "rosas", 1, 0.125)],
            "AUC-PR (trapezoids): mean over runs");

        CollectionAssert.AreEqual((string[])["data set", "rosas", "devnet"], table[0]);
        CollectionAssert.AreEqual((string[])["a", "*0.600 ±0.100", "0.250"], table[1]);
        CollectionAssert.AreEqual((string[])["b", "*0.125", "–"], table[2]);
        CollectionAssert.AreEqual((string[])["mean of 2", "*0.362", "0.250 (1/2)"], table[3]);
    }

    [TestMethod]
    [DataRow("AUC-PR (average precision): mean over runs", "0.250")]
    [DataRow("AUC-ROC: mean over runs", "0.125")]
    public void Page_OfATable_HasTheOtherMeasures(string caption, string expected) =>
        Assert.AreEqual(expected, Table([Row("a", "rosas", 1, 0.5)], caption)[1][1]);

    /// <summary>
    /// On a the differences are 0.1 and 0.3: 0.2 with the error 0.1; run 3, which one method lacks, does not count. On b it is -0.4. Over
    /// both -0.1, with the error sqrt(0.18 / 2) = 0.3; of two signs that differ the exact test cannot tell anything: p = 1.
    /// </summary>
    [TestMethod]
    public void Page_OfATable_ShowsPairedDifferences()
    {
        var table = Table(
            [
                Row("a", "rosas", 1, 0.5), Row("a", "rosas", 2, 0.9), Row("a", "rosas", 3, 0.9), Row("a", "devnet", 1, 0.4),
                Row("a", "devnet", 2, 0.6), Row("b", "rosas", 1, 0.2), Row("b", "devnet", 1, 0.6),
            ],
            "AUC-PR (trapezoids): mean difference");

        CollectionAssert.AreEqual((string[])["less", "a", "b", "over data sets", "better on", "signed rank p"], table[0]);
        CollectionAssert.AreEqual((string[])["devnet", "+0.200 ±0.100", "-0.400", "-0.100 ±0.300", "1 of 2", "1"], table[1]);
    }

    [TestMethod]
    public void Page_OfASweep_HasALineAMethodOverTheValues()
    {
        WeakLabelRow[] rows =
        [
            Row("a", "rosas", 1, 0.5, "contamination", "0.08"), Row("a", "rosas", 2, 0.7, "contamination", "0.08"),
            Row("a", "rosas", 1, 0.9, "contamination", "0"), Row("a", "devnet", 1, 0.75, "contamination", "0"),
        ];
        var chart = new SweepSection("contamination", rows).ChartOf("a", "AUC-PR", row => row.AucPr);

        Assert.AreEqual("share of anomalies among the unlabelled rows", chart.X.Title);
        CollectionAssert.AreEqual((double[])[0, 0.08], chart.X.Ticks!.ToArray());
        CollectionAssert.AreEqual((string[])["rosas", "devnet"], chart.Series.Select(series => series.Name).ToArray());
        CollectionAssert.AreEqual((double[])[0, 0.08], chart.Series[0].Points.Select(point => point.X).ToArray());
        Assert.AreEqual(0.9, chart.Series[0].Points[0].Y, Tolerance);
        Assert.AreEqual(0.6, chart.Series[0].Points[1].Y, Tolerance);
        Assert.AreEqual(0.1, chart.Series[0].Points[1].Error!.Value, Tolerance);
        Assert.IsNull(chart.Series[0].Points[0].Error);
        Assert.IsTrue(double.IsNaN(chart.Series[1].Points[1].Y));
        Assert.IsFalse(chart.X.IsLogarithmic || chart.Y.IsLogarithmic);
        CollectionAssert.AreEqual(
            (string[])["AUC-PR (trapezoids)", "AUC-ROC"],
            new SweepSection("contamination", rows).ChartMeasures.Select(measure => measure.Title).ToArray());
        Assert.AreEqual("Over contamination", Page(rows).Sections.Single().Name);
    }

    [TestMethod]
    [DataRow("features", "features, of 5000 rows")]
    [DataRow("rows", "rows, of 128 features")]
    public void Page_OfSizes_HasSecondsOnAxesOfRatios(string setting, string title)
    {
        WeakLabelRow[] rows = [Row("synthetic", "rosas", 1, 0.5, setting, "16"), Row("synthetic", "rosas", 1, 0.5, setting, "1600")];
        var sweep = new SweepSection(setting, rows);
        var charts = sweep.Measures.Select(measure => sweep.ChartOf("synthetic", measure.Title, measure.Of)).ToArray();

        CollectionAssert.AreEqual((string[])["seconds of training", "seconds of scoring"], charts.Select(chart => chart.Y.Title).ToArray());
        CollectionAssert.AreEqual((double[])[5, 7], charts.Select(chart => chart.Series[0].Points[0].Y).ToArray());
        Assert.IsTrue(charts.All(chart => chart.X.IsLogarithmic && chart.Y.IsLogarithmic && chart.X.Title == title));
    }

    /// <summary>The paper's RoSAS less L_dis on thyroid is 0.839 - 0.623.</summary>
    [TestMethod]
    [DataRow("ContinuousTargets", "thyroid-21f", 0.216)]
    [DataRow("rosas_regression_for_deviation", "cover", 0.001)]
    [DataRow("embedding_loss", "pendigits", -0.004)]
    [DataRow("consistency", "letter", 0.007)]
    [DataRow("mixed_rows", "cover-30000", 0.01)]
    [DataRow("mixed_rows", "glass", null)]
    [DataRow("devnet", "letter", null)]
    public void Difference_OfThePaper_IsItsOwnLessTheAblations(string name, string dataset, double? expected)
    {
        var difference = PaperAblations.Difference(name, dataset);

        Assert.AreEqual(expected is null, difference is null);
        Assert.AreEqual(expected ?? 0, difference ?? 0, Tolerance);
    }

    /// <summary>Ablations are named values of a setting: each is compared with the first.</summary>
    [TestMethod]
    public void Page_OfAblations_ShowsThemBesideThePaper()
    {
        var table = Table(
            [
                Row("letter", "rosas", 1, 0.5, "ablation", "none", "ablations"),
                Row("letter", "rosas", 1, 0.375, "ablation", "mixed_rows", "ablations"),
            ],
            "AUC-PR (trapezoids): the whole less");

        CollectionAssert.AreEqual((string[])["left out", "data set", "here", "paper"], table[0]);
        CollectionAssert.AreEqual((string[])["mixed_rows (L_reg)", "letter", "+0.125", "+0.168"], table[1]);
    }

    /// <summary>Each method is compared with its own whole: 0.5 less 0.375, and 0.75 less 0.25.</summary>
    [TestMethod]
    public void Page_OfAblationsOfTwoMethods_ComparesEachWithItsOwn()
    {
        var table = Table(
            [
                Row("letter", "rosas", 1, 0.5, "ablation", "none", "ablations"),
                Row("letter", "rosas", 1, 0.375, "ablation", "mixed_rows", "ablations"),
                Row("letter", "rosas_early_stop", 1, 0.75, "ablation", "none", "ablations"),
                Row("letter", "rosas_early_stop", 1, 0.25, "ablation", "mixed_rows", "ablations"),
            ],
            "AUC-PR (trapezoids): the whole less");

        Assert.HasCount(3, table);
        CollectionAssert.AreEqual((string[])["rosas mixed_rows (L_reg)", "letter", "+0.125", "+0.168"], table[1]);
        CollectionAssert.AreEqual((string[])["rosas_early_stop mixed_rows (L_reg)", "letter", "+0.500", "+0.168"], table[2]);
    }

    [TestMethod]
    public void Report_OfAResultsFile_IsItsPage()
    {
        using var folder = new TemporaryFolder();
        new ResultsFile<WeakLabelRow>(folder.File("weak.csv"), WeakLabelResults.Schema, new ResultsSettings(("experiment", "table")))
            .Write([Row("a", "rosas", 1, 0.625), Row("a", "devnet", 1, 0.5)]);
        var document = CommandRun.Json("report", folder.File("weak.csv"));
        var text = File.ReadAllText(document.GetProperty("report").GetString()!);

        Assert.AreEqual(2, document.GetProperty("rows").GetInt32());
        Assert.Contains("<strong>0.625</strong>", text);
        Assert.Contains("Paired differences: rosas beside the others", text);
    }

    private static ReportPage Page(WeakLabelRow[] rows) =>
        WeakLabelReport.Page("title", new ResultsSettings(("experiment", "table")), rows);

    /// <summary>Reads a table of the page by the beginning of its caption; bold cells begin with a star.</summary>
    private static string[][] Table(WeakLabelRow[] rows, string caption)
    {
        var page = XDocument.Parse(HtmlReport.Render(Page(rows)));
        var captions = page.Descendants("p").Where(element => element.Attribute("class")?.Value == "caption");
        var id = captions.First(element => element.Value.StartsWith(caption, StringComparison.Ordinal)).Attribute("id")!.Value;
        var table = page.Descendants("table").Single(element => element.Attribute("aria-labelledby")!.Value == id);
        return
        [
            .. table.Descendants("tr").Select(line => line.Elements()
                .Select(cell => (cell.Element("strong") is null ? string.Empty : "*") + cell.Value).ToArray()),
        ];
    }

    private static WeakLabelRow Row(
        string dataset, string method, int run, double aucPr, string setting = "", string value = "", string experiment = "table") => new()
    {
        Experiment = experiment,
        Dataset = dataset,
        Method = method,
        Setting = setting,
        Value = value,
        Run = run,
        AucPr = aucPr,
        AveragePrecision = aucPr / 2,
        AucRoc = aucPr / 4,
        TrainSeconds = 5,
        ScoreSeconds = 7,
        Rows = 10,
        Features = 3,
        Labelled = 2,
        Contamination = 0.02,
    };
}
