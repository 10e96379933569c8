using System.Text.RegularExpressions;
using ActiveAnomaly.Tool.Results;
using Spectre.Console;

namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed partial class BenchmarkSummaryTests
{
    private const double Tolerance = 1e-12;

    [TestMethod]
    public void Of_Stages_TakesTheFirstTheMeanAndTheLast()
    {
        var run = RunMeasures.Of("a", 1, [Row("a", 1, 2, 0.9, 3, 1), Row("a", 1, 0, 0.5, 0, 0), Row("a", 1, 1, 0.7, 2, 0)]);
        Assert.AreEqual(0.5, run.FirstAuc);
        Assert.AreEqual(0.8, run.MeanAuc, Tolerance);
        Assert.AreEqual(0.9, run.LastAuc);
        Assert.AreEqual(0.25, run.Hits);
        Assert.AreEqual(double.NaN, RunMeasures.Of("a", 1, [Row("a", 1, 0, 0.5, 0, 0)]).Hits);
    }

    [TestMethod]
    public void Mean_TwoSetsOfTwoSeeds_CountsEverySetTheSame()
    {
        // Set a: 0.8 and 0.6, variance 0.02; set b: 0.5 three times. Mean (0.7 + 0.5) / 2, error sqrt(0.02 / 2 + 0) / 2.
        RunMeasures[] runs = [Run("a", 1, 0.8), Run("a", 2, 0.6), Run("b", 1, 0.5), Run("b", 2, 0.5), Run("b", 3, 0.5)];
        var (mean, error) = BenchmarkSummary.Mean(runs, run => run.LastAuc);
        Assert.AreEqual(0.6, mean, Tolerance);
        Assert.AreEqual(0.05, error, Tolerance);
    }

    [TestMethod]
    public void Difference_RunsOfTheSameSetAndSeed_AreTakenInPairs()
    {
        // Set a: +0.1 and +0.3, mean 0.2; set b: -0.1, its second seed has no partner. Mean 0.05, variance 0.045, error sqrt(0.045 / 2).
        RunMeasures[] first = [Run("a", 1, 0.5), Run("a", 2, 0.6), Run("b", 1, 0.5)];
        RunMeasures[] other = [Run("b", 2, 0.9), Run("b", 1, 0.4), Run("a", 2, 0.9), Run("a", 1, 0.6)];
        var (mean, error, higher, count) = BenchmarkSummary.Difference(first, other, run => run.LastAuc);
        Assert.AreEqual(0.05, mean, Tolerance);
        Assert.AreEqual(Math.Sqrt(0.045 / 2), error, Tolerance);
        Assert.AreEqual((1, 2), (higher, count));
    }

    [TestMethod]
    public void Mean_OneSeed_HasNoError()
    {
        var (mean, error) = BenchmarkSummary.Mean([Run("a", 1, 0.8), Run("b", 1, 0.6), Run("b", 2, 0.4)], run => run.LastAuc);
        Assert.AreEqual(0.65, mean, Tolerance);
        Assert.AreEqual(double.NaN, error);
        Assert.AreEqual(double.NaN, BenchmarkSummary.Difference([Run("a", 1, 0.5)], [Run("a", 1, 0.7)], run => run.LastAuc).Error);
    }

    [TestMethod]
    public void Run_OneSeedAndAMethodThatAsksNothing_ClaimsNoSpreadAndNoLaterStage()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of(
            "benchmark", "glass", "own", "gp,isolation_forest", "thirds,none", "auto", "--seeds", "1", "--stages", "1", "-o",
            folder.ResultsPath()).Succeeds();
        Assert.DoesNotContain("(0.0)", run.Output);
        Assert.DoesNotContain("NaN", run.Output);
        Assert.Contains("(-)", run.Output);
    }

    [TestMethod]
    public void Run_PoolWithoutAnomalies_CountsNoAskedRowAmongTheRowsNeverAsked()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of(
            "benchmark", "ionosphere", "0", "gp", "random", "0", "--seeds", "1", "--stages", "2", "-o", folder.ResultsPath()).Succeeds();
        var (_, rows) = ResultsFile<BenchmarkRow>.Read(folder.ResultsPath(), BenchmarkResults.Schema);
        Assert.AreEqual(rows[0].Auc, rows[0].AucUnasked);
        foreach (var row in rows.Skip(1))
        {
            // AUC times normal times abnormal rows counts pairs in halves: of those of 225 and 126 rows only those of the rest are left.
            Assert.AreEqual(0, row.LabelledAbnormal);
            var pairs = row.AucUnasked * (225 - row.LabelledNormal) * 126;
            Assert.AreEqual(Math.Round(2 * pairs), 2 * pairs, 1e-6);
            Assert.IsInRange(-1e-6, row.LabelledNormal * 126, (row.Auc * 225 * 126) - pairs);
            Assert.AreNotEqual(row.Auc, row.AucUnasked);
        }
    }

    [TestMethod]
    public void Run_TwoMethods_PutsThemSideBySide()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of(
            "benchmark", "glass", "own", "isolation_forest,copod", "none", "0", "--seeds", "2", "-o", folder.ResultsPath()).Succeeds();
        Assert.Contains("Methods side by side", run.Output);
        Assert.Contains("0 of 1", run.Output);
        var lines = run.Output.Split('\n');
        Assert.Contains("glass: 100 x AUC over all rows, mean (standard deviation) over seeds", lines);
        var head = lines.Single(line => line.Contains("beside the first ", StringComparison.Ordinal));
        CollectionAssert.AreEqual(
            (string[])["loss", "query", "AUC 0", "precision", "beside the first"],
            Cell().Matches(head).Select(cell => cell.Value).ToArray());
        Assert.DoesNotContain("never asked", run.Output);
    }

    /// <summary>gp has 0.9 everywhere, copod 0.0004 less: a difference of 0.04 points.</summary>
    [TestMethod]
    public void Write_DifferenceThatRoundsToZero_HasNoSign()
    {
        BenchmarkRow[] rows =
        [
            .. Unasked.Select(row => row.Loss == "gp"
                ? row
                : row with { Auc = row.Auc - 0.0004, AveragePrecision = row.AveragePrecision - 0.1 }),
        ];
        Assert.AreEqual("0.0 (0.0) / -10.0 (0.0), 0 of 2", Column(Written(BenchmarkSummary.Write, rows), "beside the first").Single());
    }

    /// <summary>
    /// On set b the second seed of copod has asked about all anomalies. Of set a alone never asked is 0.6 and 0.8 for gp, 70.0, and 0.5 for
    /// copod, 50.0; over what each method has it would be 75.0 and 70.0.
    /// </summary>
    [TestMethod]
    public void Write_RunWithoutAnAbnormalRowUnasked_TakesTheSetOutOfEveryMethodsMean()
    {
        var text = Written(BenchmarkSummary.Write, Unasked);
        CollectionAssert.AreEqual((string[])["70.0", "50.0"], Column(text, "never asked").Select(cell => cell.Split(' ')[0]).ToArray());
        Assert.Contains("over the 1 of 2 data sets in which every run of every method leaves an abnormal row unasked", OneLine(text));
    }

    [TestMethod]
    public void Write_NoSetLeft_HasNoFigureOfTheRowsNeverAsked()
    {
        BenchmarkRow[] rows = [.. Unasked.Where(row => row.Dataset == "b")];
        CollectionAssert.AreEqual((string[])["-", "-"], Column(Written(BenchmarkSummary.Write, rows), "never asked"));
        Assert.Contains("over the 0 of 1 data sets", OneLine(Written(BenchmarkSummary.Write, rows)));
    }

    [TestMethod]
    public void Write_EveryRunHasRowsUnasked_TakesAllSets()
    {
        BenchmarkRow[] rows = [.. Unasked.Select(row => row with { AucUnasked = row.Dataset == "a" ? 0.5 : 0.7 })];
        var text = Written(BenchmarkSummary.Write, rows);
        CollectionAssert.AreEqual((string[])["60.0", "60.0"], Column(text, "never asked").Select(cell => cell.Split(' ')[0]).ToArray());
        Assert.Contains("over all data sets", OneLine(text));
    }

    [TestMethod]
    public void Write_TableOverTheRowsNeverAsked_HasTheSetsThatEveryRunHas()
    {
        var text = Written(BenchmarkTables.Write, Unasked);
        var table = text[text.IndexOf("The same over the rows never asked", StringComparison.Ordinal)..];
        CollectionAssert.AreEqual((string[])["2", "2"], Column(table, "runs"));
        CollectionAssert.AreEqual((string[])["70.0", "50.0"], Column(table, "mean 1-"));
        Assert.Contains("Over the 1 of 2 data sets", OneLine(table));
    }

    [TestMethod]
    public void Write_NoSetLeft_SaysSoInPlaceOfTheTable()
    {
        BenchmarkRow[] rows = [.. Unasked.Select(row => row.Loss == "copod" ? row with { AucUnasked = double.NaN } : row)];
        Assert.Contains("No table over the rows never asked", Written(BenchmarkTables.Write, rows));
    }

    /// <summary>copod has no run on b: 90.0 over a alone, beside 50.0 and 90.0, and so 70.0, of gp.</summary>
    [TestMethod]
    public void Write_MethodWithoutADataSet_SaysOfHowManyItsMeansAre()
    {
        BenchmarkRow[] rows =
        [
            .. Unasked.Where(row => row.Loss == "gp" || row.Dataset == "a")
                .Select(row => row.Dataset == "b" ? row with { Auc = 0.5 } : row),
        ];
        var (tables, summary) = (Written(BenchmarkTables.Write, rows), Written(BenchmarkSummary.Write, rows));

        var all = tables[tables.IndexOf("All data sets", StringComparison.Ordinal)..];
        CollectionAssert.AreEqual((string[])["70.0", "90.0 1/2"], Column(all, "mean 1-")[..2]);
        CollectionAssert.AreEqual((string[])["70.0 (0.0)", "90.0 (0.0) 1/2"], Column(summary, "AUC at the end"));
        Assert.Contains("k/n: a mean over k of the n data sets alone", OneLine(tables));
        Assert.Contains("k/n: a mean over k of the n data sets alone", OneLine(summary));
        Assert.DoesNotContain("k/n", Written(BenchmarkSummary.Write, Unasked));
    }

    private static BenchmarkRow[] Unasked =>
    [
        OfUnasked("gp", "a", 1, 0.6), OfUnasked("gp", "a", 2, 0.8), OfUnasked("gp", "b", 1, 0.7), OfUnasked("gp", "b", 2, 0.9),
        OfUnasked("copod", "a", 1, 0.5), OfUnasked("copod", "a", 2, 0.5), OfUnasked("copod", "b", 1, 0.9),
        OfUnasked("copod", "b", 2, double.NaN),
    ];

    private static BenchmarkRow OfUnasked(string loss, string dataset, int seed, double auc) =>
        Row(dataset, seed, 1, 0.9, 1, 1) with { Loss = loss, AucUnasked = auc };

    private static string Written(Action<IAnsiConsole, IReadOnlyList<BenchmarkRow>> write, IReadOnlyList<BenchmarkRow> rows)
    {
        using var text = new StringWriter();
        write(TextConsole.On(text), rows);
        return text.ToString();
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Gives the cells below a title, of the lines that name a method.</summary>
    private static string[] Column(string table, string title)
    {
        var lines = table.Split('\n');
        var head = lines.First(line => line.Contains(" loss ", StringComparison.Ordinal) && line.Contains(title, StringComparison.Ordinal));
        var start = head.IndexOf(title, StringComparison.Ordinal);
        return
        [
            .. lines.Where(line => line.Contains(" thirds ", StringComparison.Ordinal))
                .Select(line => Cell().Matches(line).FirstOrDefault(IsBelow)?.Value).OfType<string>(),
        ];

        bool IsBelow(Match cell) => cell.Index < start + title.Length && cell.Index + cell.Length > start;
    }

    /// <summary>A cell: words with single blanks between them.</summary>
    [GeneratedRegex("""\S+( \S+)*""")]
    private static partial Regex Cell();

    private static RunMeasures Run(string dataset, int seed, double auc) => new(dataset, seed, auc, auc, auc, auc, auc, double.NaN);

    private static BenchmarkRow Row(string dataset, int seed, int stage, double auc, int normal, int abnormal) => new()
    {
        Dataset = dataset,
        Loss = "gp",
        Query = "thirds",
        PseudoAbnormal = false,
        Seed = seed,
        Stage = stage,
        Auc = auc,
        AucUnasked = auc,
        AveragePrecision = auc,
        LabelledNormal = normal,
        LabelledAbnormal = abnormal,
        PseudoCount = 0,
        Seconds = 0,
    };
}
