using System.Globalization;
using System.Text.Json;
using ActiveAnomaly.Tool.Scoring;

namespace ActiveAnomaly.Tool.Evaluation;

[TestClass]
public sealed class ModelEvaluationTests
{
    [TestMethod]
    public void Run_LabelledTable_MeasuresTheLabelledRows()
    {
        using var folder = new TemporaryFolder();
        var table = Table(folder);
        var measured = Evaluate(folder, table).GetProperty("dataSets")[0];
        var (scores, labels) = (Scores.Of(folder, table), Labels(table));
        int Count(bool label, bool flag) => labels.Where((known, row) => known == label && scores.Flags[row] == flag).Count();
        var confusion = measured.GetProperty("confusion");

        Assert.AreEqual("mixed", measured.GetProperty("name").GetString());
        Assert.AreEqual(labels.Length, measured.GetProperty("rows").GetInt32());
        Assert.AreEqual(labels.Count(label => label == true), measured.GetProperty("abnormal").GetInt32());
        Assert.AreEqual(labels.Count(label => label == false), measured.GetProperty("normal").GetInt32());
        Assert.AreEqual(Scores.RocAuc(scores.Values, labels), measured.GetProperty("rocAuc").GetDouble(), Scores.Rounding);
        Assert.AreEqual(AveragePrecision(scores.Values, labels), measured.GetProperty("averagePrecision").GetDouble(), Scores.Rounding);
        Assert.AreEqual(Count(true, true), confusion.GetProperty("truePositives").GetInt32());
        Assert.AreEqual(Count(false, true), confusion.GetProperty("falsePositives").GetInt32());
        Assert.AreEqual(Count(false, false), confusion.GetProperty("trueNegatives").GetInt32());
        Assert.AreEqual(Count(true, false), confusion.GetProperty("falseNegatives").GetInt32());
        Assert.AreEqual(4, ((int[])[Count(true, true), Count(false, true), Count(false, false), Count(true, false)]).Count(n => n > 0));
    }

    [TestMethod]
    public void Run_At_IsTheAbnormalShareOfTheHighestScores()
    {
        using var folder = new TemporaryFolder();
        var table = Table(folder);
        var (scores, labels) = (Scores.Of(folder, table).Values, Labels(table));
        bool[] ranked =
        [
            .. Enumerable.Range(0, labels.Length).Where(row => labels[row] is not null).OrderByDescending(row => scores[row])
                .Select(row => labels[row] == true),
        ];
        var abnormal = ranked.Count(hit => hit);
        var given = Evaluate(folder, table, "--at", "3", "--at", "20").GetProperty("dataSets")[0].GetProperty("precisionAt");
        var byDefault = Evaluate(folder, table).GetProperty("dataSets")[0].GetProperty("precisionAt");

        CollectionAssert.AreEqual(
            (double[])[3, ranked[..3].Count(hit => hit) / 3.0, 20, ranked[..20].Count(hit => hit) / 20.0], Flat(given));
        CollectionAssert.AreEqual((double[])[abnormal, ranked[..abnormal].Count(hit => hit) / (double)abnormal], Flat(byDefault));
    }

    [TestMethod]
    public void Run_Text_HasTheSameFigures()
    {
        using var folder = new TemporaryFolder();
        var table = Table(folder);
        var measured = Evaluate(folder, table).GetProperty("dataSets")[0];
        var text = CommandRun.Of("evaluate", table, "--model", folder.File("model.zip")).Succeeds().Output;

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"AUC {measured.GetProperty("rocAuc").GetDouble():F4}"), text);
        Assert.Contains("over the 150 labelled rows of 200", text);
        Assert.Contains("not flagged", text);
    }

    [TestMethod]
    public void Run_LabelsOfOneKind_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Table(folder);

        CommandRun.Of("evaluate", folder.Write("one.csv", "temp,u,Label\n1,2,0\n3,4,0\n"), "--model", folder.File("model.zip"))
            .IsRefused("one.csv", "2 normal and 0 abnormal", "'Label'");
    }

    [TestMethod]
    public void Run_AtMoreThanThereIs_IsRefused()
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("evaluate", Table(folder), "--model", folder.File("model.zip"), "--at", "151").IsRefused("151", "150 labelled rows");
    }

    [TestMethod]
    public void Run_ModelOfATableWithoutLabels_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var table = Table(folder);
        var bare = folder.Write("bare.csv", "temp,u\n1,2\n3,4\n5,7\n");
        CommandRun.Of("train", bare, "--no-label", "--output", folder.File("model.zip")).Succeeds();

        CommandRun.Of("evaluate", table, "--model", folder.File("model.zip")).IsRefused("model.zip", "without a label column");
    }

    [TestMethod]
    public void Run_ModelThatIsNone_IsRefused()
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("evaluate", "glass", "--model", folder.Write("a.zip", "text")).IsRefused("a.zip", "no model file");
    }

    [TestMethod]
    [DataRow("--stages", "3")]
    [DataRow("--seeds", "3")]
    [DataRow("--budget", "3")]
    [DataRow("--output", "x")]
    [DataRow("--report", "x.html")]
    [DataRow("--label", "Label")]
    [DataRow("--dates", "days")]
    public void Parse_OptionOfTraining_IsMisused(string option, string value) =>
        CommandRun.Of("evaluate", "glass", "--model", "m.zip", option, value).IsMisused(option, "Leave out");

    [TestMethod]
    public void Parse_NoTable_IsMisused() => CommandRun.Of("evaluate", "--model", "m.zip").IsMisused("--model needs the table");

    [TestMethod]
    public void Parse_AtWithoutAModel_IsMisused() => CommandRun.Of("evaluate", "glass", "--at", "3").IsMisused("--at", "--model");

    [TestMethod]
    public void Parse_AtZero_IsMisused() =>
        CommandRun.Of("evaluate", "glass", "--model", "m.zip", "--at", "3", "--at", "0").IsMisused("--at is 0", "at least 1");

    /// <summary>A table of 200 rows in which every fourth label is missing and some are wrong, and a model of it.</summary>
    private static string Table(TemporaryFolder folder)
    {
        var lines = SyntheticCsv.OfNumbers(200).Split('\n')[..^1];
        var mixed = lines.Select((line, row) =>
            row > 0 && row % 4 == 0 ? line[..^1] : row > 0 && row % 13 == 0 ? line[..^1] + (line[^1] == '0' ? '1' : '0') : line);
        var table = folder.Write("mixed.csv", string.Concat(mixed.Select(line => line + "\n")));
        CommandRun.Of("train", table, "--detector", "copod", "--output", folder.File("model.zip")).Succeeds();
        return table;
    }

    private static JsonElement Evaluate(TemporaryFolder folder, string table, params string[] more) =>
        CommandRun.Json(["evaluate", table, "--model", folder.File("model.zip"), .. more]);

    private static bool?[] Labels(string table) =>
        [.. File.ReadLines(table).Skip(1).Select(line => line[^1] switch { '1' => true, '0' => false, _ => (bool?)null })];

    /// <summary>The mean over the abnormal rows of the abnormal share of the rows that score at least as high.</summary>
    private static double AveragePrecision(float[] scores, bool?[] labels)
    {
        var rows = Enumerable.Range(0, scores.Length).Where(row => labels[row] is not null).ToArray();
        return rows.Where(row => labels[row] == true).Average(row =>
        {
            var above = rows.Where(other => scores[other] >= scores[row]).ToArray();
            return above.Count(other => labels[other] == true) / (double)above.Length;
        });
    }

    private static double[] Flat(JsonElement precisions) =>
    [
        .. precisions.EnumerateArray().SelectMany(
            precision => (double[])[precision.GetProperty("k").GetDouble(), precision.GetProperty("precision").GetDouble()]),
    ];
}
