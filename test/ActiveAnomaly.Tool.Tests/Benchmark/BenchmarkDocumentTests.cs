using System.Globalization;
using System.Text.Json;

namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class BenchmarkDocumentTests
{
    /// <summary>
    /// A stage's properties in the order of the results file's columns; it has neither r, the share of abnormal answers, nor the rows near
    /// a boundary.
    /// </summary>
    private static readonly string[] Names =
    [
        "dataSet", "loss", "query", "pseudoAbnormal", "seed", "stage", "rocAuc", "rocAucNeverAsked", "averagePrecision", "labelledNormal",
        "labelledAbnormal", "pseudoAbnormalRows", "quantile", "r", "radius", "near_boundary", "seconds",
    ];

    [TestMethod]
    public void Json_OfARun_HasTheStagesOfTheResultsFile()
    {
        using var folder = new TemporaryFolder();
        var document = CommandRun.Json(
            "benchmark", "glass", "own", "soft_boundary", "db,mlp", "auto", "--seeds", "2", "--stages", "1",
            "--output", folder.ResultsPath(), "--report", folder.File("report.html"));
        string[][] lines = [.. folder.Results().Select(line => line.Split(','))];
        var stages = document.GetProperty("stages");

        Assert.AreEqual(lines.Length, stages.GetArrayLength());
        for (var i = 0; i < lines.Length; i++)
        {
            for (var k = 0; k < Names.Length; k++)
            {
                AssertSame(lines[i][k], stages[i], Names[k]);
            }
        }

        Assert.IsTrue(document.GetProperty("complete").GetBoolean());
        Assert.AreEqual(folder.ResultsPath(), document.GetProperty("results").GetString());
        Assert.AreEqual(folder.File("report.html"), document.GetProperty("report").GetString());
        Assert.StartsWith("pollution=own; stages=1", document.GetProperty("settings").GetString());
    }

    [TestMethod]
    public void Json_OfACancelledRun_IsNotComplete()
    {
        using var folder = new TemporaryFolder();
        var run = folder.CancelledBenchmark("--json");

        Assert.AreEqual(130, run.ExitCode, run.Error);
        Assert.IsEmpty(run.Output);
    }

    private static void AssertSame(string cell, JsonElement stage, string name)
    {
        // The results file tells what the answers before a stage were; the document leaves that to the labels.
        if (name is "r" or "near_boundary")
        {
            return;
        }

        // The file has four digits of the seconds.
        var tolerance = name == "seconds" ? 5e-5 : 0;
        switch (stage.GetProperty(name))
        {
            case { ValueKind: JsonValueKind.String } text:
                Assert.AreEqual(cell, text.GetString());
                break;
            case { ValueKind: JsonValueKind.Null }:
                Assert.AreEqual(string.Empty, cell);
                break;
            case { ValueKind: JsonValueKind.True or JsonValueKind.False } truth:
                Assert.AreEqual(cell == "1", truth.GetBoolean());
                break;
            case var number:
                Assert.AreEqual(double.Parse(cell, CultureInfo.InvariantCulture), number.GetDouble(), tolerance, name);
                break;
        }
    }
}
