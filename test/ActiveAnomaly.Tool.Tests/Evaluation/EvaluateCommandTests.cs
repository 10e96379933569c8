using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Evaluation;

[TestClass]
public sealed class EvaluateCommandTests
{
    [TestMethod]
    public void Run_Glass_WritesTheModel()
    {
        using var folder = new TemporaryFolder();
        Evaluate(folder).Succeeds();

        Assert.IsTrue(File.Exists(folder.File("glass.zip")));
    }

    [TestMethod]
    public void Run_Glass_WritesALineAStage()
    {
        using var folder = new TemporaryFolder();
        Evaluate(folder).Succeeds();
        var lines = File.ReadAllLines(folder.File("glass.csv"));

        CollectionAssert.AreEqual(
            (string[])
            [
                "# active-anomaly: benchmark", "# command: evaluate", "# stages: 1", "# budget: default", SmallBenchmark.ResultsHeader,
            ],
            (string[])[.. lines[..4], lines[5]]);
        Assert.StartsWith("# table glass: 214 x 9, 9 abnormal, ", lines[4]);
        CollectionAssert.AreEqual(
            (string[])["glass,gp,thirds,0,1,0", "glass,gp,thirds,0,1,1"],
            lines.Skip(6).Select(line => string.Join(',', line.Split(',').Take(6))).ToArray());
    }

    [TestMethod]
    public void Run_Glass_LoadedModelScoresTheSameBits()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("the same bits as in training: True", Evaluate(folder).Succeeds().Output);
    }

    [TestMethod]
    public void Run_Budget_IsAsked()
    {
        using var folder = new TemporaryFolder();
        Evaluate(folder, "--budget", "4").Succeeds();

        var last = folder.Results("glass.csv")[1].Split(',');
        Assert.AreEqual(4, int.Parse(last[9], CultureInfo.InvariantCulture) + int.Parse(last[10], CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void Run_TwoSeeds_PrintsTheirMean()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("Mean over 2 seeds", Evaluate(folder, "--seeds", "2").Succeeds().Output);
    }

    [TestMethod]
    public void Run_CancelledBeforeItBegins_SaysThatNothingIsKept()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of(new CancellationToken(canceled: true), "evaluate", "glass", "--output", folder.File("out"));

        Assert.AreEqual(130, run.ExitCode, run.Error);
        Assert.Contains("Cancelled", run.Error);
        Assert.DoesNotContain("kept", run.Output);
        Assert.IsFalse(Directory.Exists(folder.File("out")) && Directory.GetFiles(folder.File("out")).Length > 0);
    }

    [TestMethod]
    public void Run_CancelledInTheThirdStage_KeepsTheTwoBeforeAndTheirModel()
    {
        using var whole = new TemporaryFolder();
        CommandRun.Of("evaluate", "glass", "--stages", "2", "--output", whole.FullName).Succeeds();
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        using var output = new StringWriter();
        using var notes = new StringWriter();
        var run = new SimulationRun(
            new SimulationOptions
            {
                Data = "glass",
                Table = new TableOptions(),
                SeedCount = 1,
                StageCount = 5,
                BudgetPerStage = null,
                OutputFolder = folder.FullName,
                ReportPath = folder.File("report.html"),
            },
            new CommandOutput(output, notes, isJson: true))
        {
            StageTrained = stage => Cancel(stage.Stage == 2, cancellation),
        };

        Assert.IsFalse(run.Run(cancellation.Token));
        Assert.Contains("Report:", notes.ToString());
        Assert.IsTrue(File.Exists(folder.File("report.html")));
        Assert.Contains("after 3 finished stages, kept:", notes.ToString());
        using var document = JsonDocument.Parse(output.ToString());
        Assert.IsFalse(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.AreEqual(3, document.RootElement.GetProperty("dataSets")[0].GetProperty("stages").GetArrayLength());
        CollectionAssert.AreEqual(Untimed(whole), Untimed(folder));
        CommandRun.Of("score", "glass", "--model", whole.File("glass.zip"), "--output", whole.File("scores")).Succeeds();
        CommandRun.Of("score", "glass", "--model", folder.File("glass.zip"), "--output", folder.File("scores")).Succeeds();
        CollectionAssert.AreEqual(
            File.ReadAllLines(whole.File("scores", "glass.csv")), File.ReadAllLines(folder.File("scores", "glass.csv")));

        static void Cancel(bool isTime, CancellationTokenSource source)
        {
            if (isTime)
            {
                source.Cancel();
            }
        }

    }

    private static string[] Untimed(TemporaryFolder from) => [.. from.Results("glass.csv").Select(line => line[..line.LastIndexOf(',')])];

    [TestMethod]
    public void Run_FewerSeedsAgain_KeepsTheOthersOfTheSameSettings()
    {
        using var folder = new TemporaryFolder();
        Evaluate(folder, "--seeds", "3").Succeeds();
        var before = Untimed(folder);
        Evaluate(folder, "--seeds", "1").Succeeds();

        CollectionAssert.AreEqual(before, Untimed(folder));
        Assert.HasCount(3 * 2, before);
    }

    [TestMethod]
    public void Run_OtherSettings_SaysThatItReplacesTheResults()
    {
        using var folder = new TemporaryFolder();
        Evaluate(folder, "--seeds", "3").Succeeds();
        var run = Evaluate(folder, "--budget", "4").Succeeds();

        Assert.Contains("Replaces the results in", run.Output);
        Assert.Contains("budget is 'default' in the file and '4' now", run.Output);
        Assert.HasCount(2, folder.Results("glass.csv"));
    }

    [TestMethod]
    public void Run_FileOfSomethingElse_IsRefusedAndLeft()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("glass.csv", "id,name\n1,a\n");
        Evaluate(folder).IsRefused("glass.csv", "no results file");
        Assert.AreEqual("id,name\n1,a\n", File.ReadAllText(table));
        File.Delete(table);
        folder.BenchmarkOf("glass", "own", "copod", "none", "0", "--output", table).Succeeds();
        Evaluate(folder).IsRefused("glass.csv", "holds results of benchmark");
        File.Delete(table);
        folder.Write("glass.zip", "mine");

        Evaluate(folder).IsRefused("glass.zip", "is there already, and no model");
    }

    [TestMethod]
    public void Run_Folder_RunsEveryFile()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("in"));
        folder.Write(Path.Combine("in", "one.csv"), SyntheticCsv.OfNumbers(60));
        folder.Write(Path.Combine("in", "two.csv"), SyntheticCsv.WithText());
        CommandRun.Of("evaluate", folder.File("in"), "--stages", "1", "--output", folder.FullName).Succeeds();

        Assert.IsTrue(Array.TrueForAll(["one.zip", "one.csv", "two.zip", "two.csv"], name => File.Exists(folder.File(name))));
    }

    /// <summary>Whatever the environment says of terminals, a pipe gets no escape codes.</summary>
    [TestMethod]
    public void Run_OutputIntoAPipe_HasNoEscapeCodes()
    {
        using var folder = new TemporaryFolder();
        var run = ProgramRun.Of(
            ProgramRun.Dotnet,
            folder.FullName,
            new() { ["TERM"] = "xterm-256color", ["COLORTERM"] = "truecolor", ["GITHUB_ACTIONS"] = "true" },
            "exec", Path.Combine(AppContext.BaseDirectory, "active-anomaly.dll"),
            "evaluate", "glass", "--stages", "1", "--output", folder.FullName);

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("Label: 'Label': 205 normal ('0'), 9 abnormal ('1').", run.Output);
        Assert.DoesNotContain("\u001b", run.Output + run.Error);
    }

    [TestMethod]
    public void Json_OfARun_HasTheStagesOfTheResultsFile()
    {
        using var folder = new TemporaryFolder();
        var document = CommandRun.Json("evaluate", "glass", "--stages", "1", "--seeds", "2", "--output", folder.FullName);
        var dataSet = document.GetProperty("dataSets")[0];
        string[][] lines = [.. folder.Results("glass.csv").Select(line => line.Split(','))];

        Assert.IsTrue(document.GetProperty("complete").GetBoolean());
        Assert.AreEqual("glass 214 9 205 9", string.Join(' ', ((string[])["name", "rows", "features", "normal", "abnormal"]).Select(
            name => dataSet.GetProperty(name).ToString())));
        Assert.AreEqual(folder.File("glass.zip"), dataSet.GetProperty("model").GetString());
        Assert.AreEqual(folder.File("glass.csv"), dataSet.GetProperty("results").GetString());
        CollectionAssert.AreEqual(
            lines.Select(cells => double.Parse(cells[6], CultureInfo.InvariantCulture)).ToArray(),
            dataSet.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("rocAuc").GetDouble()).ToArray());
        CollectionAssert.AreEqual(
            (int[])[1, 1, 2, 2],
            dataSet.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("seed").GetInt32()).ToArray());
    }

    /// <summary>
    /// Of three runs the second has asked about all anomalies at stage 1, and all have at stage 2: 0.5 and 0.7 are left, then none.
    /// </summary>
    [TestMethod]
    public void WriteMeans_RunsWithoutAnAbnormalRowUnasked_SaysOverHowManyAMeanIs()
    {
        BenchmarkRow[] rows =
        [
            Row(1, 1, 0.5), Row(2, 1, double.NaN), Row(3, 1, 0.7),
            Row(1, 2, double.NaN), Row(2, 2, double.NaN), Row(3, 2, double.NaN),
        ];
        using var text = new StringWriter();
        SimulationTables.WriteMeans(TextConsole.On(text), rows, seedCount: 3);
        SimulationTables.WriteStages(TextConsole.On(text), rows[3..4]);

        Assert.Contains(" 0.6000 (0.1414), 2 of 3 ", text.ToString());
        Assert.Contains("0.9000 (0.0000)     - ", Regex.Replace(text.ToString(), " {6,}", "     "));
        Assert.DoesNotContain("NaN", text.ToString());

        static BenchmarkRow Row(int seed, int stage, double unasked) => new()
        {
            Dataset = "a",
            Loss = "gp",
            Query = "thirds",
            PseudoAbnormal = false,
            Seed = seed,
            Stage = stage,
            Auc = 0.9,
            AucUnasked = unasked,
            AveragePrecision = 0.8,
            LabelledNormal = 1,
            LabelledAbnormal = 1,
            PseudoCount = 0,
            Seconds = 0,
        };
    }

    /// <summary>When every row was asked about, none is left to measure.</summary>
    [TestMethod]
    public void Json_MeasureThatDoesNotExist_IsNull()
    {
        using var folder = new TemporaryFolder();
        var stages = CommandRun.Json("evaluate", "glass", "--stages", "1", "--budget", "214", "--output", folder.FullName)
            .GetProperty("dataSets")[0].GetProperty("stages");

        Assert.AreEqual(JsonValueKind.Number, stages[0].GetProperty("rocAucNeverAsked").ValueKind);
        Assert.AreEqual(JsonValueKind.Null, stages[1].GetProperty("rocAucNeverAsked").ValueKind);
    }

    [TestMethod]
    public void Run_Report_HasEveryDataSet()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("in"));
        folder.Write(Path.Combine("in", "one.csv"), SyntheticCsv.OfNumbers(60));
        folder.Write(Path.Combine("in", "two.csv"), SyntheticCsv.WithText());
        var document = CommandRun.Json(
            "evaluate", folder.File("in"), "--stages", "1", "--output", folder.FullName, "--report", folder.File("r.html"));
        var report = File.ReadAllText(folder.File("r.html"));

        Assert.AreEqual(folder.File("r.html"), document.GetProperty("report").GetString());
        Assert.Contains("one, two", report);
        Assert.Contains("evaluate; stages=1; budget=default", report);
    }

    [TestMethod]
    public void Run_UnknownData_NamesWhatIsShipped() =>
        CommandRun.Of("evaluate", "nowhere.csv").IsRefused("nowhere.csv", "ionosphere, glass");

    [TestMethod]
    public void Run_EmptyFile_IsRefused()
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("evaluate", folder.Write("empty.csv", string.Empty), "--output", folder.File("out"))
            .IsRefused("empty.csv", "a header and rows are needed");
    }

    [TestMethod]
    [DataRow("--seeds")]
    [DataRow("--stages")]
    [DataRow("--budget")]
    public void Parse_ZeroOfSomething_IsRefused(string option) => CommandRun.Of("evaluate", option, "0").IsMisused(option, "at least 1");

    private static CommandRun Evaluate(TemporaryFolder folder, params string[] more) =>
        CommandRun.Of(["evaluate", "glass", "--stages", "1", "--output", folder.FullName, .. more]);
}
