namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>
/// Two methods on two data sets, two runs each. AUC-PR of the first: 0.6 and 0.8, mean 0.7 with the standard error 0.1, then 0.9 twice; of
/// the other 0.5 twice, then 0.4 and 0.6. The differences of means are 0.2 and 0.4: mean 0.3, standard error 0.1; p of two is 0.5. Average
/// precision is half of it, AUC-ROC is 1 less it.
/// </summary>
[TestClass]
public sealed class WeakLabelTablesTests
{
    private static readonly WeakLabelRow[] Rows =
    [
        Row("a", "first", 1, 0.6), Row("a", "first", 2, 0.8), Row("b", "first", 1, 0.9), Row("b", "first", 2, 0.9),
        Row("a", "other", 1, 0.5), Row("a", "other", 2, 0.5), Row("b", "other", 1, 0.4), Row("b", "other", 2, 0.6),
    ];

    [TestMethod]
    [DataRow(
        "AUC-PR (trapezoids)",
        "first|0.700 (0.100)|0.900 (0.000)|0.800",
        "other|0.500 (0.000)|0.500 (0.100)|0.500|+0.300 (0.100)|2 of 2|0.5")]
    [DataRow(
        "AUC-PR (average precision)",
        "first|0.350 (0.050)|0.450 (0.000)|0.400",
        "other|0.250 (0.000)|0.250 (0.050)|0.250|+0.150 (0.050)|2 of 2|0.5")]
    [DataRow(
        "AUC-ROC",
        "first|0.300 (0.100)|0.100 (0.000)|0.200",
        "other|0.500 (0.000)|0.500 (0.100)|0.500|-0.300 (0.100)|0 of 2|0.5")]
    public void Write_DataSets_HasALineAMethod(string title, string first, string other)
    {
        var lines = Written(WeakLabelExperiment.Table, Rows, $"{title}: mean over runs (standard error)");

        Assert.AreEqual("method|a|b|mean|first less this|better on|signed rank p", lines[0]);
        Assert.AreSequenceEqual([first, other], lines[1..]);
    }

    /// <summary>The other method has no run on b: its mean is over one of two data sets.</summary>
    [TestMethod]
    public void Write_MethodWithoutADataSet_SaysOfHowManyItsMeanIs()
    {
        WeakLabelRow[] rows = [.. Rows.Where(row => row.Method == "first" || row.Dataset == "a")];
        var lines = Written(WeakLabelExperiment.Table, rows, "AUC-PR (trapezoids): mean over runs (standard error)");

        Assert.AreSequenceEqual(
            ["first|0.700 (0.100)|0.900 (0.000)|0.800", "other|0.500 (0.000)|-|0.500 1/2|+0.200 (-)|1 of 1|1"], lines[1..3]);
    }

    [TestMethod]
    public void Write_VariedSetting_HasALineAValueAndAColumnAMethod()
    {
        WeakLabelRow[] rows = [.. Rows.Select(row => row with
        {
            Dataset = "a",
            Setting = "labels",
            Value = row.Dataset == "a" ? "10" : "30",
        })];
        var lines = Written(WeakLabelExperiment.Labels, rows, "a: AUC-PR (trapezoids), mean over runs (standard error)");

        Assert.AreSequenceEqual(["labels|first|other", "10|0.700 (0.100)|0.500 (0.000)", "30|0.900 (0.000)|0.500 (0.100)"], lines);
    }

    [TestMethod]
    [DataRow("training, seconds, the scores of the training rows included", "16|1.500 (0.100)|2.500 (0.000)")]
    [DataRow("scoring, seconds", "16|0.250 (0.050)|0.125 (0.000)")]
    public void Write_Scalability_HasBothTimes(string title, string expected)
    {
        WeakLabelRow[] rows =
        [
            Timed("first", 1, 1.4, 0.2), Timed("first", 2, 1.6, 0.3), Timed("other", 1, 2.5, 0.125), Timed("other", 2, 2.5, 0.125),
        ];
        var lines = Written(WeakLabelExperiment.Scalability, rows, $"a: {title}, mean over runs (standard error)");

        Assert.AreSequenceEqual(["features|first|other", expected], lines);
    }

    [TestMethod]
    public void Write_DifferenceThatRoundsToZero_HasNoSign()
    {
        WeakLabelRow[] rows = [Row("a", "first", 1, 0.5), Row("a", "other", 1, 0.5004)];
        var lines = Written(WeakLabelExperiment.Table, rows, "AUC-PR (trapezoids): mean over runs (standard error)");

        Assert.AreEqual("other|0.500 (-)|0.500|0.000 (-)|0 of 1|1", lines[2]);
    }

    private static WeakLabelRow Row(string dataset, string method, int run, double aucPr) =>
        WeakLabelRows.Of(dataset, method, run, aucPr) with { AveragePrecision = aucPr / 2, AucRoc = 1 - aucPr };

    private static WeakLabelRow Timed(string method, int run, double train, double score) => WeakLabelRows.Of("a", method, run, 0) with
    {
        Setting = "features",
        Value = "16",
        TrainSeconds = train,
        ScoreSeconds = score,
    };

    /// <summary>Gives the lines of the table of a title, cells between bars.</summary>
    private static string[] Written(WeakLabelExperiment experiment, WeakLabelRow[] rows, string title)
    {
        using var text = new StringWriter();
        var console = TextConsole.Create(text, isTerminal: false, noColor: null);
        WeakLabelTables.Write(console, GivenOptions.Of(experiment, 2, "first", "other"), rows);
        string[] lines = [.. text.ToString().Split('\n').Select(line => line.Trim())];
        var first = Array.IndexOf(lines, title);
        Assert.IsGreaterThanOrEqualTo(0, first, $"No line is '{title}', however wide the table below it.");
        return
        [
            .. lines[first..].SkipWhile(line => line.Length > 0).SkipWhile(line => line.Length == 0).TakeWhile(line => line.Length > 0)
                .Where(line => !line.StartsWith('─'))
                .Select(line => string.Join(
                    '|', line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))),
        ];
    }
}
