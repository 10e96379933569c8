using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Labeling.Exports;

[TestClass]
public sealed class ModelExportTests
{
    private static readonly string Rows = "id,n,c,label\n"
        + string.Concat(Enumerable.Range(0, 40).Select(i => $"r{i},{i * i % 17},{(i % 3 == 0 ? "x" : "y")},{(i < 2 ? "1" : "")}\n"));

    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task WriteAsync_Model_ScoresTheFileAsTheSessionDoes()
    {
        var (pool, trained) = Trained();
        using var folder = new TemporaryFolder();
        var stream = new ForwardStream();

        await ModelExport.WriteAsync(pool, trained.Model, stream, Cancelled);

        var path = folder.File("model.zip");
        await File.WriteAllBytesAsync(path, stream.ToArray(), Cancelled);
        CollectionAssert.AreEqual(trained.Scores.ToArray(), Scores(path, GivenPool.Written(folder, Rows)));
    }

    [TestMethod]
    public void Write_File_ReplacesTheOneThatIsThereAndLeavesNothingBeside()
    {
        var (pool, trained) = Trained();
        using var folder = new TemporaryFolder();
        var path = folder.File("model.zip");
        File.WriteAllText(path, "old");

        ModelExport.Write(pool, trained.Model, path);

        CollectionAssert.AreEqual(new[] { path }, Directory.GetFiles(folder.Path));
        CollectionAssert.AreEqual(trained.Scores.ToArray(), Scores(path, GivenPool.Written(folder, Rows)));
        Assert.AreEqual("id", ModelFile.ReadSchema(path)!.IgnoredColumns.Single());
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Write_Link_ReplacesWhatItLeadsTo()
    {
        var (pool, trained) = Trained();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("real.zip"), "old");
        File.CreateSymbolicLink(folder.File("link.zip"), "real.zip");

        ModelExport.Write(pool, trained.Model, folder.File("link.zip"));

        Assert.AreEqual("real.zip", new FileInfo(folder.File("link.zip")).LinkTarget);
        CollectionAssert.AreEqual(trained.Scores.ToArray(), Scores(folder.File("real.zip"), GivenPool.Written(folder, Rows)));
    }

    [TestMethod]
    public void Write_ModelOfOtherFeatures_LeavesTheFileAsItWas()
    {
        var (pool, _) = Trained();
        using var folder = new TemporaryFolder();
        var path = folder.File("model.zip");
        File.WriteAllText(path, "old");
        var other = GivenPool.Model([1, 2, 3]).Model;

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ModelExport.Write(pool, other, path)).HasMessage("3 features");

        Assert.AreEqual("old", File.ReadAllText(path));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void Write_NoSuchFolder_Throws()
    {
        var (pool, trained) = Trained();
        using var folder = new TemporaryFolder();

        Assert.ThrowsExactly<DirectoryNotFoundException>(
            () => ModelExport.Write(pool, trained.Model, Path.Combine(folder.Path, "none", "model.zip")));
    }

    [TestMethod]
    public async Task WriteOnnxAsync_Model_GivesTheFileOfWriteOnnx()
    {
        var (pool, model) = Forest();
        using var folder = new TemporaryFolder();
        using var stream = new MemoryStream();
        ModelExport.WriteOnnx(pool, model, folder.File("model.onnx"));
        await ModelExport.WriteOnnxAsync(pool, model, stream, Cancelled);

        CollectionAssert.AreEqual(await File.ReadAllBytesAsync(folder.File("model.onnx"), Cancelled), stream.ToArray());
        var graph = global::Onnx.ModelProto.Parser.ParseFrom(stream.ToArray()).Graph;
        CollectionAssert.AreEqual(new[] { "n", "c" }, graph.Input.Select(input => input.Name).ToArray());
    }

    [TestMethod]
    public void WriteOnnx_ModelOfOtherFeatures_LeavesTheFileAsItWas()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.onnx");
        File.WriteAllText(path, "old");

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => ModelExport.WriteOnnx(Forest().Pool, GivenPool.Model([1, 2, 3]).Model, path)).HasMessage("3 features");
        Assert.AreEqual("old", File.ReadAllText(path));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    private static (LabelingPool Pool, DetectorModel Model) Forest()
    {
        var pool = GivenPool.WithIds(Rows);
        var trained = new IsolationForestDetector(new IsolationForestOptions { Seed = 1 })
            .Fit(new TrainingRequest(pool.Features, pool.KnownLabels));
        return (pool, trained.Model);
    }

    private static (LabelingPool Pool, TrainedDetector Trained) Trained()
    {
        var pool = GivenPool.WithIds(Rows);
        var trained = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 })
            .Fit(new TrainingRequest(pool.Features, pool.KnownLabels));
        return (pool, trained);
    }

    private static float[] Scores(string modelPath, string tablePath)
    {
        var table = TableReader.ReadAs(tablePath, ModelFile.ReadSchema(modelPath)!);
        var loaded = new MLContext().Model.Load(modelPath, out _);
        return [.. loaded.Transform(table.ToDataView(table.Schema.Label!.Name)).GetColumn<float>("Score")];
    }
}
