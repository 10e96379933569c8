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

    [TestMethod]
    public void Write_Pipe_IsRefusedBeforeAnythingIsWritten()
    {
        using var folder = new TemporaryFolder();
        folder.MakePipe("pipe");
        Assert.ThrowsExactly<IOException>(() => AtomicFile.Write(folder.File("pipe"), _ => Assert.Fail("It writes.")));

        Assert.IsTrue(RealPath.IsSpecial(folder.File("pipe")));
    }
}
