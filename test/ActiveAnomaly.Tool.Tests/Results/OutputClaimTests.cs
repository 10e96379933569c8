namespace ActiveAnomaly.Tool.Results;

[TestClass]
public sealed class OutputClaimTests
{
    private static readonly string Id = new('a', 32);

    [TestMethod]
    public void OfFile_MissingFolder_MakesItAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        using (OutputClaim.OfFile("--output", folder.File("a", "b", "r.csv"), []))
        {
            Assert.IsTrue(Directory.Exists(folder.File("a", "b")));
        }

        Assert.IsEmpty(Directory.GetFiles(folder.File("a", "b")));
    }

    [TestMethod]
    public void OfFile_Folder_IsRefused()
    {
        using var folder = new TemporaryFolder();

        Refuses(() => OutputClaim.OfFile("--output", folder.FullName, []), "--output", folder.FullName, "is a folder");
    }

    [TestMethod]
    public void OfFile_FolderThatIsNotThere_IsRefusedAndNotMade()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("nd") + Path.DirectorySeparatorChar;

        Refuses(() => OutputClaim.OfFile("--output", path, []), "--output", path, "is a folder", "Give the name of a file in it");
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.FullName));
    }

    [TestMethod]
    public void OfFile_BelowAFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "x");

        Refuses(() => OutputClaim.OfFile("--report", folder.File("file", "r.html"), []), "--report", "cannot be written", "file");
    }

    [TestMethod]
    public void OfFile_FileThatAProgramHasOpen_IsRefusedWhereItCannotBeReplaced()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("r.csv", "x");
        using var reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        if (OperatingSystem.IsWindows())
        {
            Refuses(() => OutputClaim.OfFile("--output", path, []), "--output", "cannot be written", path);
        }
        else
        {
            OutputClaim.OfFile("--output", path, []).Dispose();
            AtomicFile.WriteAllText(path, "y");
            Assert.AreEqual("y", File.ReadAllText(path));
        }
    }

    [TestMethod]
    public void OfFile_AnInput_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Write("data.csv", "x");

        Refuses(() => OutputClaim.OfFile("--output", data, ["other.csv", data]), "data.csv", "would overwrite");
        Refuses(() => OutputClaim.OfFile("--output", folder.File("sub", "..", "data.csv"), [data]), "would overwrite");
        TemporaryFolder.Link(folder.File("link.csv"), data);
        Refuses(() => OutputClaim.OfFile("--output", folder.File("link.csv"), [data]), "would overwrite");
        TemporaryFolder.LinkFolder(folder.File("again"), folder.FullName);
        Refuses(() => OutputClaim.OfFile("--output", folder.File("again", "data.csv"), [data]), "would overwrite");
    }

    [TestMethod]
    public void OfFile_PipeOrALinkToOne_IsRefusedByOption()
    {
        using var folder = new TemporaryFolder();
        folder.MakePipe("pipe");
        TemporaryFolder.Link(folder.File("link"), folder.File("pipe"));

        Refuses(() => OutputClaim.OfFile("--output", folder.File("pipe"), []), "--output", "pipe", "no file");
        Refuses(() => OutputClaim.OfFile("--report", folder.File("link"), []), "--report", "link", "no file");
    }

    [TestMethod]
    public void AddFile_Twice_NamesBothOptions()
    {
        using var folder = new TemporaryFolder();
        using var claims = new OutputClaims();
        claims.AddFile("--output", folder.File("r.csv"), [], kind: null);
        var exception = Assert.ThrowsExactly<InputException>(
            () => claims.AddFile("--report", folder.File("sub", "..", "r.csv"), [], kind: null));

        Assert.Contains("--report", exception.Message);
        Assert.Contains("--output", exception.Message);
    }

    [TestMethod]
    public void OfFile_FileInPlace_StaysAsItIs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("r.csv", "kept");
        using (OutputClaim.OfFile("--output", folder.File("r.csv"), []))
        {
        }

        Assert.AreEqual("kept", File.ReadAllText(folder.File("r.csv")));
    }

    [TestMethod]
    public void OfFile_ClaimedAlready_IsRefusedUntilItIsLetGo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("r.csv");
        using (OutputClaim.OfFile("--output", path, []))
        {
            Refuses(() => OutputClaim.OfFile("--output", path, []), "r.csv", "another run");
            using var other = OutputClaim.OfFile("--output", folder.File("other.csv"), []);
        }

        using var again = OutputClaim.OfFile("--output", path, []);
    }

    [TestMethod]
    public void OfFolder_FileOrClaimed_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "x");

        Refuses(() => OutputClaim.OfFolder("--save", folder.File("file")), "--save", "is a file");
        using var claim = OutputClaim.OfFolder("--save", folder.FullName);
        Refuses(() => OutputClaim.OfFolder("--save", folder.FullName), "--save", "another run");
    }

    /// <summary>A lock file that a killed run left is taken over; only temporary files of the claimed file go.</summary>
    [TestMethod]
    public void OfFile_AfterAKilledRun_RemovesItsTemporaryFilesAlone()
    {
        using var folder = new TemporaryFolder();
        string[] kept =
        [
            $"r.csv.{Id[1..]}.tmp", $"other.csv.{Id}.tmp", "r.csv.tmp", $"xr.csv.{Id}.tmp", $"r.csv.{Id}.tmp.bak",
            $"r.csv.{Id.ToUpperInvariant()}.tmp",
        ];
        foreach (var name in (string[])[.. kept, $"r.csv.{Id}.tmp", "r.csv.lock"])
        {
            folder.Write(name, "x");
        }

        using (OutputClaim.OfFile("--output", folder.File("r.csv"), []))
        {
        }

        CollectionAssert.AreEquivalent(kept, Directory.GetFiles(folder.FullName).Select(Path.GetFileName).ToArray());
    }

    private static void Refuses(Func<OutputClaim> claim, params string[] parts)
    {
        var exception = Assert.ThrowsExactly<InputException>(() => claim().Dispose());
        foreach (var part in parts)
        {
            Assert.Contains(part, exception.Message);
        }
    }
}
