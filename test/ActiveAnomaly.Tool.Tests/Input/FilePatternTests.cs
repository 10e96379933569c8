namespace ActiveAnomaly.Tool.Input;

/// <summary>A quoted pattern means what a shell makes of it.</summary>
[TestClass]
public sealed class FilePatternTests
{
    private static readonly string[] Files =
    [
        "a.csv", "b.csv", "b.parquet", ".hidden.csv", "d=1/a.csv", "d=1/deep/c.csv", "d=2/a.csv", "d=2/x.txt", ".git/e.csv",
    ];

    [TestMethod]
    [DataRow("*.csv", "a.csv b.csv")]
    [DataRow("?.*", "a.csv b.csv b.parquet")]
    [DataRow("b*", "b.csv b.parquet")]
    [DataRow("d=*/*.csv", "d=1/a.csv d=2/a.csv")]
    [DataRow("d=?/a.csv", "d=1/a.csv d=2/a.csv")]
    [DataRow("**/a.csv", "a.csv d=1/a.csv d=2/a.csv")]
    [DataRow("d=1/**/*.csv", "d=1/a.csv d=1/deep/c.csv")]
    [DataRow("d=1/**", "d=1/a.csv d=1/deep/c.csv")]
    [DataRow("**/**/c.csv", "d=1/deep/c.csv")]
    [DataRow(".*", ".hidden.csv")]
    [DataRow("*.tsv", "")]
    [DataRow("none/*.csv", "")]
    [DataRow("a.csv/*", "")]
    public void Find_Pattern_GivesTheFilesInOrder(string pattern, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            folder.Write(file, "x");
        }

        Assert.AreEqual(
            expected.Replace('/', Path.DirectorySeparatorChar),
            string.Join(' ', FilePattern.Find(folder.File(pattern)).Select(path => Path.GetRelativePath(folder.FullName, path))));
    }

    [TestMethod]
    public void Find_RelativePattern_GivesRelativePaths()
    {
        var names = FilePattern.Find("active-anomaly.*.json");

        Assert.AreSequenceEqual(
            Directory.GetFiles(".", "active-anomaly.*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal), names);
    }

    [TestMethod]
    public void Find_LinkToAFolderAbove_DoesNotGoInACircle()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("in"));
        folder.Write("in/a.csv", "x");
        TemporaryFolder.LinkFolder(folder.File("in", "up"), folder.FullName);

        Assert.HasCount(1, FilePattern.Find(folder.File("in", "**", "*.csv")));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void IsPattern_FileWithAStarInItsName_IsNone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a*.csv", "x");

        Assert.IsFalse(FilePattern.IsPattern(folder.File("a*.csv")));
    }

    [TestMethod]
    public void IsPattern_StarsAndQuestionMarks_AreOneWhereNoFileIsCalledSo()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a[1].csv", "x");

        Assert.IsFalse(FilePattern.IsPattern(folder.File("a[1].csv")));
        Assert.IsTrue(FilePattern.IsPattern(folder.File("b*.csv")));
    }
}
