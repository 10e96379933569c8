namespace ActiveAnomaly.Tool.Input;

[TestClass]
public sealed class DataSetTests
{
    [TestMethod]
    public void Find_ShippedName_IsThatFile() =>
        Assert.AreEqual(Path.Combine(AppContext.BaseDirectory, "Data", "glass.csv"), DataSet.Find("glass").Single().Path);

    [TestMethod]
    [DataRow("a.csv", "a")]
    [DataRow("a.b.csv.gz", "a.b")]
    [DataRow("a.tsv.zst", "a")]
    [DataRow("a.parquet", "a")]
    [DataRow("a", "a")]
    public void Find_File_IsCalledAsItIs(string file, string name)
    {
        using var folder = new TemporaryFolder();

        Assert.AreEqual(new DataSet(name, folder.File(file)), DataSet.Find(folder.Write(file, "x")).Single());
    }

    [TestMethod]
    public void Find_Folder_HasADataSetAFile()
    {
        using var folder = new TemporaryFolder();
        Array.ForEach(["b.csv", "a.csv.gz", "c.parquet", "README.md", "d.tsv"], name => folder.Write(name, "x"));

        Assert.AreEqual("a b c d", string.Join(' ', DataSet.Find(folder.FullName).Select(dataSet => dataSet.Name)));
    }

    [TestMethod]
    public void Find_FolderOfFilesOfOneName_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "x");
        folder.Write("a.csv.gz", "x");

        Assert.Contains("a.csv, a.csv.gz", Assert.ThrowsExactly<InputException>(() => DataSet.Find(folder.FullName)).Message);
    }

    [TestMethod]
    public void Find_FolderWithoutTables_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("README.md", "x");

        Assert.Contains(".parquet", Assert.ThrowsExactly<InputException>(() => DataSet.Find(folder.FullName)).Message);
    }
}
