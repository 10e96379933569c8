using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Persistence;

/// <summary>Models in files: each test in a directory of its own, removed afterwards.</summary>
[TestClass]
public sealed class DetectorModelFileTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    private string _directory = string.Empty;

    [TestInitialize]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("ActiveAnomaly").FullName;

    [TestCleanup]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [TestMethod]
    public void Load_OfSave_ScoresWithTheSameBits()
    {
        var model = Fit(seed: 1);
        DetectorModelFormat.Save(model, PathOf("model.aadm"));
        Bits.AreEqual(model.Score(Pool.Rows), DetectorModelFormat.Load(PathOf("model.aadm")).Score(Pool.Rows), "Scores");
    }

    [TestMethod]
    public void Save_Always_WritesToBytes()
    {
        var model = Fit(seed: 1);
        DetectorModelFormat.Save(model, PathOf("model.aadm"));
        Assert.AreSequenceEqual(DetectorModelFormat.ToBytes(model), File.ReadAllBytes(PathOf("model.aadm")));
    }

    [TestMethod]
    public void Save_OverAnotherModel_ReplacesIt()
    {
        DetectorModelFormat.Save(Fit(seed: 1), PathOf("model.aadm"));
        var second = Fit(seed: 2);
        DetectorModelFormat.Save(second, PathOf("model.aadm"));
        Assert.AreSequenceEqual(DetectorModelFormat.ToBytes(second), File.ReadAllBytes(PathOf("model.aadm")));
    }

    [TestMethod]
    public void Save_Always_LeavesNoOtherFile()
    {
        DetectorModelFormat.Save(Fit(seed: 1), PathOf("model.aadm"));
        Assert.AreSequenceEqual([PathOf("model.aadm")], Directory.GetFileSystemEntries(_directory));
    }

    [TestMethod]
    public void Save_MissingDirectory_ThrowsWithTheFolderAndNoNameOfATemporaryFile()
    {
        var message = Assert.Throws<IOException>(
            () => DetectorModelFormat.Save(Fit(seed: 1), PathOf(Path.Combine("missing", "model.aadm")))).Message;
        Assert.Contains($"there is no folder '{PathOf("missing")}'", message);
        Assert.DoesNotContain(".tmp", message);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Save_OverALink_ReplacesTheFileThatItLeadsTo()
    {
        Directory.CreateDirectory(PathOf("versions"));
        DetectorModelFormat.Save(Fit(seed: 1), PathOf(Path.Combine("versions", "one.aadm")));
        File.CreateSymbolicLink(PathOf("model.aadm"), Path.Combine("versions", "one.aadm"));
        var second = Fit(seed: 2);
        DetectorModelFormat.Save(second, PathOf("model.aadm"));
        Assert.AreEqual(Path.Combine("versions", "one.aadm"), new FileInfo(PathOf("model.aadm")).LinkTarget);
        Assert.AreSequenceEqual(
            DetectorModelFormat.ToBytes(second), File.ReadAllBytes(PathOf(Path.Combine("versions", "one.aadm"))));
    }

    [TestMethod]
    public void Save_MissingDirectory_LeavesNothing()
    {
        Assert.Throws<IOException>(() => DetectorModelFormat.Save(Fit(seed: 1), PathOf(Path.Combine("missing", "model.aadm"))));
        Assert.IsEmpty(Directory.GetFileSystemEntries(_directory));
    }

    [TestMethod]
    public void Save_PathOfADirectory_LeavesNoTemporaryFile()
    {
        Directory.CreateDirectory(PathOf("model.aadm"));
        Assert.Throws<Exception>(() => DetectorModelFormat.Save(Fit(seed: 1), PathOf("model.aadm")));
        Assert.AreSequenceEqual([PathOf("model.aadm")], Directory.GetFileSystemEntries(_directory));
    }

    [TestMethod]
    public void Save_NoPath_Throws() => Assert.ThrowsExactly<ArgumentException>(() => DetectorModelFormat.Save(Fit(seed: 1), string.Empty));

    [TestMethod]
    public void Save_NoModel_Throws() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => DetectorModelFormat.Save(null!, PathOf("model.aadm")));

    [TestMethod]
    public void Load_EmptyFile_Throws()
    {
        File.WriteAllBytes(PathOf("model.aadm"), []);
        Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.Load(PathOf("model.aadm")));
    }

    [TestMethod]
    public void Load_MissingFile_Throws() =>
        Assert.ThrowsExactly<FileNotFoundException>(() => DetectorModelFormat.Load(PathOf("model.aadm")));

    private static DetectorModel Fit(long seed) =>
        new DeepSvddDetector(new() { Seed = seed, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 0, EpochCount = 1 })
            .Fit(new TrainingRequest(Pool.Rows)).Model;

    private string PathOf(string name) => Path.Combine(_directory, name);
}
