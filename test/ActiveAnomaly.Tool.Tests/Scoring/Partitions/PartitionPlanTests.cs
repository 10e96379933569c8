namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>Which files are scored, and what is refused before the first row.</summary>
[TestClass]
public sealed class PartitionPlanTests
{
    [TestMethod]
    [DataRow("a/x.csv", "b/x.csv")]
    [DataRow("x.csv", "x.parquet")]
    [DataRow("x.csv", "X.csv.gz")]
    public void Of_TwoInputsOfOneName_AreRefusedWithBothNames(string first, string second)
    {
        using var folder = Files(first, second);
        var refusal = Assert.ThrowsExactly<InputException>(
            () => PartitionPlan.Of([folder.File(first), folder.File(second)], folder.File("out"), null));

        Assert.Contains($"'{folder.File(first)}', '{folder.File(second)}'", refusal.Message);
    }

    [TestMethod]
    public void Of_OneFileTwice_IsOnePartition()
    {
        using var folder = Files("in/a.csv", "in/b.csv");

        Assert.AreEqual("b a", Names(folder.File("out"), folder.File("in", "b.csv"), folder.File("in", "*"), folder.File("in")));
    }

    [TestMethod]
    public void Of_PatternThatMatchesNothing_IsRefused()
    {
        using var folder = Files("a.csv");

        Assert.Contains(
            "*.parquet'",
            Assert.ThrowsExactly<InputException>(() => PartitionPlan.Of([folder.File("*.parquet")], folder.File("out"), null)).Message);
    }

    [TestMethod]
    public void Of_OutputFolderAmongTheFiles_IsLeftOut()
    {
        using var folder = Files("in/a.csv", "in/b.csv", "in/out/a.csv", "in/out/_records/a.csv.json", "in/outer/c.csv");

        Assert.AreEqual("a b c", Names(folder.File("in", "out"), folder.File("in", "**")));
        Assert.AreEqual("a b", Names(folder.File("in", "out"), folder.File("in")));
    }

    [TestMethod]
    public void Of_AllFilesInTheOutputFolder_AreRefused()
    {
        using var folder = Files("in/a.csv");

        foreach (var word in (string[])[folder.File("in"), folder.File("in", "*.csv")])
        {
            Assert.Contains(
                "lie in the output folder",
                Assert.ThrowsExactly<InputException>(() => PartitionPlan.Of([word], folder.File("in"), null)).Message);
        }
    }

    [TestMethod]
    public void Of_ScoresThatWouldOverwriteAnInput_AreRefused()
    {
        using var folder = Files("in/a.csv");

        Assert.Contains(
            "would overwrite",
            Assert.ThrowsExactly<InputException>(() => PartitionPlan.Of([folder.File("in", "a.csv")], folder.File("in"), null)).Message);
    }

    [TestMethod]
    [DataRow("a.csv", null, "a.csv")]
    [DataRow("a.parquet", null, "a.parquet")]
    [DataRow("a.tsv.gz", null, "a.csv")]
    [DataRow("a.csv", ScoreFormat.Parquet, "a.parquet")]
    [DataRow("a.parquet", ScoreFormat.Csv, "a.csv")]
    public void Of_Format_IsTheOneSaidOrTheFiles(string input, object? format, string output)
    {
        using var folder = Files(input);
        var partition = PartitionPlan.Of([folder.File(input)], folder.File("out"), (ScoreFormat?)format).Single();

        Assert.AreEqual(folder.File("out", output), partition.Output);
        Assert.AreEqual(output.EndsWith("csv", StringComparison.Ordinal) ? ScoreFormat.Csv : ScoreFormat.Parquet, partition.Format);
    }

    [TestMethod]
    public void IsOfSeveral_OneFile_IsNot()
    {
        using var folder = Files("a.csv", "in/b.csv");

        Assert.IsFalse(PartitionPlan.IsOfSeveral([folder.File("a.csv")]));
        Assert.IsFalse(PartitionPlan.IsOfSeveral([folder.File("none.csv")]));
        Assert.IsTrue(PartitionPlan.IsOfSeveral([folder.File("a.csv"), folder.File("in", "b.csv")]));
        Assert.IsTrue(PartitionPlan.IsOfSeveral([folder.File("in")]));
        Assert.IsTrue(PartitionPlan.IsOfSeveral([folder.File("*.csv")]));
    }

    private static TemporaryFolder Files(params string[] names)
    {
        var folder = new TemporaryFolder();
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            folder.Write(name, "x");
        }

        return folder;
    }

    private static string Names(string output, params string[] words) =>
        string.Join(' ', PartitionPlan.Of(words, output, null).Select(partition => partition.Name));
}
