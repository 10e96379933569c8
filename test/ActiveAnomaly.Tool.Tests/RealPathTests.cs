namespace ActiveAnomaly.Tool;

[TestClass]
public sealed class RealPathTests
{
    [TestMethod]
    public void Of_LinksOfFilesAndFolders_FollowsAll()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("a", "b"));
        var real = folder.Write(Path.Combine("a", "b", "data.csv"), "x");
        TemporaryFolder.LinkFolder(folder.File("short"), Path.Combine("a", "b"));
        TemporaryFolder.Link(folder.File("a", "up.csv"), Path.Combine("..", "short", "data.csv"));
        TemporaryFolder.Link(folder.File("new.csv"), folder.File("a", "none.csv"));

        Assert.AreEqual(real, RealPath.Of(folder.File("short", "data.csv")));
        Assert.AreEqual(real, RealPath.Of(folder.File("a", "up.csv")));
        Assert.AreEqual(folder.File("a", "none.csv"), RealPath.Of(folder.File("new.csv")));
        Assert.IsTrue(RealPath.IsSame(folder.File("a", "..", "short", "data.csv"), folder.File("a", "up.csv")));
    }

    [TestMethod]
    public void Of_LinksInACircle_Throws()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Link(folder.File("a"), folder.File("b"));
        TemporaryFolder.Link(folder.File("b"), folder.File("a"));

        Assert.Contains("circle", Assert.ThrowsExactly<IOException>(() => RealPath.Of(folder.File("a"))).Message);
    }

    /// <summary>Two names, or two spellings of one: the file system says which.</summary>
    [TestMethod]
    public void IsSame_OtherLetters_IsAsTheFileSystemHasIt()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data.csv", "small");
        var isOneFile = File.Exists(folder.File("DATA.csv"));
        Assert.AreEqual(isOneFile, RealPath.IsSame(folder.File("data.csv"), folder.File("DATA.csv")));
        folder.Write("DATA.csv", "large");

        Assert.AreEqual(isOneFile, RealPath.IsSame(folder.File("data.csv"), folder.File("DATA.csv")));
    }

    [TestMethod]
    public void IsSpecial_FilesFoldersAndNothing_AreNot()
    {
        using var folder = new TemporaryFolder();
        folder.Write("empty", string.Empty);
        folder.Write("full", "x");
        TemporaryFolder.Link(folder.File("link"), folder.File("empty"));

        foreach (var name in (string[])["empty", "full", "link", "none", "."])
        {
            Assert.IsFalse(RealPath.IsSpecial(folder.File(name)), name);
        }
    }

    [TestMethod]
    [DataRow("NUL")]
    [DataRow("nul")]
    [DataRow("CON")]
    [DataRow(@"\\.\pipe\scores")]
    public void IsSpecial_DevicesOfWindows_AreThere(string name) => Assert.AreEqual(OperatingSystem.IsWindows(), RealPath.IsSpecial(name));

    [TestMethod]
    public void IsSpecial_PipeAndStreamOfAProcess_Are()
    {
        using var folder = new TemporaryFolder();
        folder.MakePipe("pipe");
        TemporaryFolder.Link(folder.File("link"), folder.File("pipe"));

        Assert.IsTrue(RealPath.IsSpecial(folder.File("pipe")));
        Assert.IsTrue(RealPath.IsSpecial(folder.File("link")));
        if (OperatingSystem.IsLinux())
        {
            TemporaryFolder.Link(folder.File("input"), "/proc/self/fd/0");
            Assert.IsTrue(RealPath.IsSpecial(folder.File("input")));
        }
    }
}
