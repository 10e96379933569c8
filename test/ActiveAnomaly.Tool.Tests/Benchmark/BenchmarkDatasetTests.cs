using ActiveAnomaly.Data;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class BenchmarkDatasetTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Load_ColumnsOfCategories_TellsWhichFeaturesTheyAre(bool scaled)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("mixed.csv", "color,size,shape,label\nred,1,round,0\nblue,3,square,0\ngreen,2,round,1\nred,5,round,0\n");
        var rows = BenchmarkDataset.Load(DataSet.OfFile(path), new TableOptions(), _ => { }, CancellationToken.None, scaled).Rows;

        Assert.AreEqual(6, rows.FeatureCount);
        CollectionAssert.AreEqual((CategoricalRange[])[new(0, 3), new(4, 2)], rows.CategoricalRanges.ToArray());
    }

    [TestMethod]
    public void Find_KnownNameInOtherLetters_IsThatDataSet()
    {
        using var folder = new TemporaryFolder();
        folder.Write("nslkdd.csv", "f0,f1,label\n1,tcp,0\n2,udp,1\n3,tcp,0\n");

        Assert.AreEqual("nslkdd", BenchmarkDataset.Find("NSLKDD", [folder.FullName]).Name);
    }

    /// <summary>What else lies in a folder makes no difference: no file at all, or two of another name.</summary>
    [TestMethod]
    public void Find_FolderOfOtherFiles_IsPassedOver()
    {
        using var empty = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "x");
        folder.Write("a.txt", "x");
        folder.Write("b.csv", "x");

        Assert.AreEqual(folder.File("b.csv"), BenchmarkDataset.Find("b", [empty.FullName, folder.FullName]).Path);
        Assert.Contains(
            "several files called 'a'",
            Assert.ThrowsExactly<InputException>(() => BenchmarkDataset.Find("a", [folder.FullName])).Message);
    }

    [TestMethod]
    public void Load_CodesOfNslKdd_AreNumbers()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("nslkdd.csv", "f0,f1,label\n1,tcp,0\n2,udp,1\n3,tcp,0\n");
        var rows = BenchmarkDataset.Load(
            new DataSet("nslkdd", path), new TableOptions(), _ => { }, CancellationToken.None).Rows;

        Assert.AreEqual(2, rows.FeatureCount);
        Assert.IsEmpty(rows.CategoricalRanges);
    }
}
