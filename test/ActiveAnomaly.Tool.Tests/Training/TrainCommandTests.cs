using System.Globalization;
using System.Text.Json;
using ActiveAnomaly.Tool.Scoring;

namespace ActiveAnomaly.Tool.Training;

[TestClass]
public sealed class TrainCommandTests
{
    [TestMethod]
    [DataRow("gp", true, false)]
    [DataRow("extra_trees", true, false)]
    [DataRow("balif", true, false)]
    [DataRow("isolation_forest", false, false)]
    [DataRow("inne", false, true)]
    [DataRow("neighbor_distance", false, true)]
    [DataRow("copod", false, false)]
    [DataRow("nce", true, true)]
    [DataRow("dsad", true, true)]
    [DataRow("one_class", true, true)]
    [DataRow("soft_boundary_uai", true, true)]
    public void Run_Detector_SavesAModelThatScoresItsTable(string detector, bool usesLabels, bool isScaled)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", SyntheticCsv.OfNumbers(60));
        var document = Train(folder, path, "--detector", detector);
        var scores = Scores.Of(folder, path);

        Assert.AreEqual(detector, document.GetProperty("detector").GetString());
        Assert.AreEqual(usesLabels, document.GetProperty("labelsUsed").GetBoolean());
        Assert.AreEqual(isScaled, document.GetProperty("scaled").GetBoolean());
        Assert.HasCount(60, scores.Values.Distinct().Count() > 1 ? scores.Values : []);
    }

    /// <summary>What it says of its training rows is what score finds in the same table, counted by hand.</summary>
    [TestMethod]
    public void Run_SomeLabels_SaysWhatScoreFinds()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("some.csv", SomeLabels());
        var document = Train(folder, path);
        var threshold = document.GetProperty("threshold").GetSingle();
        var scores = Scores.Of(folder, path);
        bool?[] labels = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')[^1] switch
        {
            "1" => true,
            "0" => false,
            _ => (bool?)null,
        })];

        Assert.AreEqual("some.csv", document.GetProperty("table").GetString());
        Assert.AreEqual(60, document.GetProperty("rows").GetInt32());
        Assert.AreEqual(2, document.GetProperty("features").GetInt32());
        Assert.AreEqual(labels.Count(label => label == false), document.GetProperty("normal").GetInt32());
        Assert.AreEqual(labels.Count(label => label == true), document.GetProperty("abnormal").GetInt32());
        Assert.AreEqual(scores.Flags.Count(flag => flag), document.GetProperty("flagged").GetInt32());
        Assert.AreEqual(scores.Values.Count(score => score > threshold), document.GetProperty("flagged").GetInt32());
        Assert.AreEqual(Scores.RocAuc(scores.Values, labels), document.GetProperty("trainingRocAuc").GetDouble(), Scores.Rounding);
    }

    [TestMethod]
    public void Run_Labels_AreLearntFrom()
    {
        using var folder = new TemporaryFolder();
        var with = folder.Write("with.csv", SyntheticCsv.OfNumbers(60));
        Train(folder, with);
        var scores = Scores.Of(folder, with).Values;
        var without = folder.Write("without.csv", SyntheticCsv.OfNumbers(60).Replace(",Label", ",w", StringComparison.Ordinal));
        var document = Train(folder, without, "--no-label", "--ignore", "w");

        Assert.IsFalse(document.GetProperty("labelsUsed").GetBoolean());
        Assert.AreEqual(JsonValueKind.Null, document.GetProperty("trainingRocAuc").ValueKind);
        CollectionAssert.AreNotEqual(scores, Scores.Of(folder, without).Values);
    }

    [TestMethod]
    public void Run_Text_SaysWhatItLearnsFrom()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("train", "glass", "--output", folder.File("model.zip")).Succeeds();
        var unsupervised = CommandRun.Of("train", "glass", "--detector", "copod", "--output", folder.File("model.zip")).Succeeds();

        Assert.Contains("on 205 normal, 9 abnormal and 0 unlabelled rows", run.Output);
        Assert.Contains("on the labelled training rows themselves", run.Output);
        Assert.Contains($"Model: {folder.File("model.zip")}", run.Output);
        Assert.Contains("without the table's labels, which it makes no use of", unsupervised.Output);
    }

    [TestMethod]
    public void Run_Seed_DecidesTheScores()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", SyntheticCsv.OfNumbers(60));
        Train(folder, path, "--detector", "isolation_forest");
        var first = Scores.Of(folder, path).Values;
        Train(folder, path, "--detector", "isolation_forest", "--seed", "1");
        var same = Scores.Of(folder, path).Values;
        Train(folder, path, "--detector", "isolation_forest", "--seed", "2");

        CollectionAssert.AreEqual(first, same);
        CollectionAssert.AreNotEqual(first, Scores.Of(folder, path).Values);
    }

    /// <summary>A unit 1,024 times smaller moves no distance between scaled features by more than rounding.</summary>
    [TestMethod]
    [DataRow("neighbor_distance")]
    [DataRow("inne")]
    public void Run_DetectorOfDistances_DoesNotCareForUnits(string detector)
    {
        using var folder = new TemporaryFolder();
        var lines = SyntheticCsv.OfNumbers(60).Split('\n')[..^1];
        var other = lines.Select((line, row) => row == 0 ? line : Times1024(line));
        var (path, scaled) = (
            folder.Write("one.csv", string.Concat(lines.Select(line => line + "\n"))),
            folder.Write("other.csv", string.Concat(other.Select(line => line + "\n"))));
        Train(folder, path, "--detector", detector);
        var flags = Scores.Of(folder, path).Flags;
        Train(folder, scaled, "--detector", detector);

        CollectionAssert.AreEqual(flags, Scores.Of(folder, scaled).Flags);
        Assert.Contains(true, flags);

        static string Times1024(string line)
        {
            var cells = line.Split(',');
            cells[0] = (1024 * double.Parse(cells[0], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
            return string.Join(',', cells);
        }
    }

    [TestMethod]
    [DataRow("gp")]
    [DataRow("copod")]
    [DataRow("nce")]
    public void Run_Contamination_IsTheShareAboveTheThreshold(string detector)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", SyntheticCsv.OfNumbers(400));

        // The formula of the table repeats itself after 64 rows: up to 7 rows are equal, and the threshold lies beside them.
        Assert.AreEqual(
            100, Train(folder, path, "--detector", detector, "--contamination", "0.25").GetProperty("flagged").GetInt32(), 7.0);
    }

    [TestMethod]
    public void Run_WithoutOutput_IsCalledAsTheTable()
    {
        using var folder = new TemporaryFolder();
        var here = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = folder.FullName;
            var model = CommandRun.Json("train", "glass", "--detector", "copod").GetProperty("model").GetString();

            Assert.EndsWith(Path.Combine("artifacts", "train", "glass.zip"), model);
            Assert.IsTrue(File.Exists(folder.File("artifacts", "train", "glass.zip")));
        }
        finally
        {
            Environment.CurrentDirectory = here;
        }
    }

    [TestMethod]
    public void Run_Folder_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", SyntheticCsv.OfNumbers(60));

        CommandRun.Of("train", folder.FullName, "--output", folder.File("model.zip")).IsRefused(folder.FullName, "one of its files");
        CommandRun.Of("train", "glass", "--output", folder.Write("notes.txt", "notes"))
            .IsRefused("notes.txt", "is there already, and no model");
        Assert.AreEqual("notes", File.ReadAllText(folder.File("notes.txt")));
    }

    [TestMethod]
    public void Run_Cancelled_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of(new CancellationToken(canceled: true), "train", "glass", "--output", folder.File("model.zip"), "--json");

        Assert.AreEqual(130, run.ExitCode, run.Error);
        Assert.IsEmpty(run.Output);
        Assert.IsFalse(File.Exists(folder.File("model.zip")));
    }

    [TestMethod]
    [DataRow("--detector", "forest", "isolation_forest")]
    [DataRow("--contamination", "2", "[0, 1]")]
    [DataRow("--contamination", "-0.1", "[0, 1]")]
    [DataRow("--contamination", "NaN", "[0, 1]")]
    [DataRow("--seed", "x", "--seed")]
    public void Parse_BadOption_IsMisused(string option, string value, string allowed) =>
        CommandRun.Of("train", "glass", option, value).IsMisused(value, allowed);

    [TestMethod]
    public void Run_NoLabelAndALabelColumn_IsMisused() =>
        CommandRun.Of("train", "glass", "--no-label", "--label", "Label").IsMisused("give one or the other");

    /// <summary>Of seven columns, one of them of categories, the first alone tells abnormal rows.</summary>
    [TestMethod]
    public void Run_OneColumnTells_SaysThatItCountsMost()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("one.csv", OneColumnTells());
        var text = CommandRun.Of("train", path, "--output", folder.File("text.zip")).Succeeds().Output;
        var weights = Train(folder, path, "--probability").GetProperty("columnWeights").EnumerateArray()
            .Select(weight => (Column: weight.GetProperty("column").GetString()!, Weight: weight.GetProperty("weight").GetSingle()))
            .ToArray();

        CollectionAssert.AreEquivalent(
            (string[])["tells", "a", "b", "kind", "c", "d", "e"], weights.Select(weight => weight.Column).ToArray());
        Assert.AreEqual("tells", weights[0].Column);
        Assert.IsGreaterThan(2 * weights[1].Weight, weights[0].Weight);
        Assert.AreSequenceEqual(weights.Select(weight => weight.Weight).OrderDescending(), weights.Select(weight => weight.Weight));
        var mean = weights.Average(weight => weight.Weight);
        Assert.Contains(
            string.Create(
                CultureInfo.InvariantCulture,
                $"By the labels, these columns count most, as multiples of the mean: tells ({weights[0].Weight / mean:G2} x)"),
            text);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"; least: {weights[^1].Column} ({weights[^1].Weight / mean:G2} x)."), text);
    }

    [TestMethod]
    [DataRow("gp")]
    [DataRow("isolation_forest")]
    public void Run_NoColumnCountsMore_SaysNothingOfIt(string detector)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("some.csv", SomeLabels());
        Assert.AreEqual(
            JsonValueKind.Null, Train(folder, path, "--detector", detector).GetProperty("columnWeights").ValueKind);
        var run = CommandRun.Of("train", path, "--detector", detector, "--output", folder.File("text.zip")).Succeeds();
        Assert.DoesNotContain("count most", run.Output);
    }

    private static string OneColumnTells()
    {
        var random = new Random(3);
        var lines = Enumerable.Range(0, 200).Select(_ =>
        {
            double[] numbers = [.. Enumerable.Range(0, 6).Select(_ => Math.Round(random.NextDouble(), 4))];
            var (kind, label) = ("xyz"[random.Next(3)], numbers[0] is > 0.4 and < 0.6 ? 1 : 0);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{numbers[0]},{numbers[1]},{numbers[2]},{kind},{numbers[3]},{numbers[4]},{numbers[5]},{label}\n");
        });
        return "tells,a,b,kind,c,d,e,label\n" + string.Concat(lines);
    }

    private static JsonElement Train(TemporaryFolder folder, string path, params string[] more) =>
        CommandRun.Json(["train", path, "--output", folder.File("model.zip"), .. more]);

    private static string SomeLabels() => string.Concat(SyntheticCsv.OfNumbers(60).Split('\n')[..^1]
        .Select((line, row) => (row % 3 == 1 ? line[..^1] : line) + "\n"));
}
