using Onnx;

namespace ActiveAnomaly.Tool.Labeling;

[TestClass]
public sealed class ModelExportRunTests
{
    [TestMethod]
    public void Export_AModelsFile_WritesOnnxOfTheTablesColumns()
    {
        using var folder = new TemporaryFolder();
        Train(folder, "isolation_forest");
        var document = CommandRun.Json("export", folder.File("model.zip"), "--model", folder.File("model.onnx"));
        var graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("model.onnx"))).Graph;

        Assert.AreEqual(folder.File("model.onnx"), document.GetProperty("files").GetProperty("model").GetString());
        Assert.AreEqual("export", document.GetProperty("command").GetString());
        CollectionAssert.AreEqual(new[] { "n", "c" }, graph.Input.Select(input => input.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "Score", "PredictedLabel" }, graph.Output.Select(output => output.Name).ToArray());
    }

    [TestMethod]
    public void Export_AModelsFile_TakesNoOtherOption()
    {
        using var folder = new TemporaryFolder();
        Train(folder, "isolation_forest");
        var model = folder.File("model.zip");

        CommandRun.Of("export", model).IsMisused("ends in .onnx");
        CommandRun.Of("export", model, "--model", folder.File("again.zip")).IsMisused("ends in .onnx");
        CommandRun.Of("export", model, "--model", folder.File("m.onnx"), "--scores", folder.File("s.csv"))
            .IsMisused("active-anomaly score");
        CommandRun.Of("export", model, "--model", folder.File("none", "m.onnx")).IsRefused("There is no folder");
        Assert.IsFalse(File.Exists(folder.File("m.onnx")));
    }

    /// <summary>The session's detector is the default one: its file, or, where its model has no graph, a message that names it.</summary>
    [TestMethod]
    public async Task Export_ASessionToOnnx_WritesTheModelFromTheTablesColumns()
    {
        using var folder = new TemporaryFolder();
        using (var running = await RunningLabel.StartAsync(folder.Write("parts.csv", SyntheticCsv.OfNumbers(60))))
        {
            await running.AnswerAsync(9, "abnormal");
        }

        CommandRun.Of("export", folder.File("parts.labels.db"), "--model", folder.File("model.onnx")).Succeeds();

        var graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("model.onnx"))).Graph;
        CollectionAssert.AreEqual(new[] { "Score", "PredictedLabel" }, graph.Output.Select(output => output.Name).ToArray());
    }

    [TestMethod]
    public void Export_AModelWithProbability_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Train(folder, "isolation_forest");

        CommandRun.Of("export", folder.File("model.zip"), "--model", folder.File("model.onnx"), "--probability")
            .IsMisused("no other option", "keeps them");
    }

    [TestMethod]
    [DataRow("Score")]
    [DataRow("PredictedLabel")]
    public void Export_AFeatureCalledAsAnOutput_IsRefusedNamingIt(string name)
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write(
            "rows.csv", $"{name},b,label\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * i % 17},{i % 7},{i / 58}\n")));
        string[] train = ["train", table, "--detector", "isolation_forest", "--output", folder.File("model.zip")];
        CommandRun.Of(train).Succeeds();
        string[] export = ["export", folder.File("model.zip"), "--model", folder.File("model.onnx")];
        CommandRun.Of(export).IsRefused("cannot be written as ONNX", $"The table has '{name}'", "--ignore");
        Assert.IsFalse(File.Exists(folder.File("model.onnx")));

        // The advice does.
        CommandRun.Of([.. train, "--ignore", name]).Succeeds();
        CommandRun.Of(export).Succeeds();
    }

    private static void Train(TemporaryFolder folder, string detector)
    {
        var table = folder.Write(
            "rows.csv",
            "n,c,label\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * i % 17},{(i % 3 == 0 ? "x" : "y")},{i / 58}\n")));
        CommandRun.Of("train", table, "--detector", detector, "--output", folder.File("model.zip")).Succeeds();
    }
}
