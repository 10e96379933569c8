namespace ActiveAnomaly.Tool;

[TestClass]
public sealed class AtomicFileTests
{
    [TestMethod]
    public void Write_Link_WritesWhatItLeadsToAndStaysALink()
    {
        using var folder = new TemporaryFolder();
        var real = folder.Write("real.csv", "before");
        TemporaryFolder.Link(folder.File("link.csv"), real);
        AtomicFile.WriteAllText(folder.File("link.csv"), "after");

        Assert.AreEqual("after", File.ReadAllText(real));
        Assert.AreEqual(real, new FileInfo(folder.File("link.csv")).LinkTarget);
        Assert.HasCount(2, Directory.GetFiles(folder.FullName));
    }

    /// <summary>On Windows nobody replaces a file that is open: a virus scanner's is not for long.</summary>
    [TestMethod]
    public void Write_FileThatAProgramReadsForAMoment_IsReplaced()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("r.csv", "before");
        var reader = File.OpenRead(path);
        AtomicFile.Write(path, temporary =>
        {
            File.WriteAllText(temporary, "after");
            _ = Task.Delay(TimeSpan.FromMilliseconds(100)).ContinueWith(_ => reader.Dispose(), TaskScheduler.Default);
        });

        Assert.AreEqual("after", File.ReadAllText(path));
        Assert.HasCount(1, Directory.GetFiles(folder.FullName));
    }

    [TestMethod]
    public void Write_FileThatAProgramKeepsOpen_IsReplacedOrStaysAndIsNamed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("r.csv", "before");
        using (File.OpenRead(path))
        {
            if (OperatingSystem.IsWindows())
            {
                var message = Assert.ThrowsExactly<IOException>(() => AtomicFile.WriteAllText(path, "after")).Message;
                Assert.Contains($"'{path}' cannot be replaced", message);
                Assert.Contains("close it", message);
            }
            else
            {
                AtomicFile.WriteAllText(path, "after");
            }
        }

        Assert.AreEqual(OperatingSystem.IsWindows() ? "before" : "after", File.ReadAllText(path));
        Assert.HasCount(1, Directory.GetFiles(folder.FullName));
    }

    [TestMethod]
    public void Write_Pipe_IsRefusedBeforeAnythingIsWritten()
    {
        using var folder = new TemporaryFolder();
        folder.MakePipe("pipe");
        Assert.ThrowsExactly<IOException>(() => AtomicFile.Write(folder.File("pipe"), _ => Assert.Fail("It writes.")));

        Assert.IsTrue(RealPath.IsSpecial(folder.File("pipe")));
    }
}
