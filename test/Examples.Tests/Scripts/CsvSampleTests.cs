using System.IO.Compression;

namespace ActiveAnomaly.Examples.Scripts;

[TestClass]
public sealed class CsvSampleTests
{
    [TestMethod]
    [DataRow(10, "0 1 2 3 4 5 6 7 8 9")]
    [DataRow(20, "0 1 2 3 4 5 6 7 8 9")]
    [DataRow(5, "1 3 5 7 9")]
    [DataRow(3, "3 6 9")]
    [DataRow(1, "9")]
    public void Sample_OfTenRows_IsEvenlySpread(int largestRowCount, string expected)
    {
        using var folder = new TemporaryFolder();
        using var sample = new CsvSample(
            folder.Write("ten.csv", "row\n" + string.Concat(Enumerable.Range(0, 10).Select(row => $"{row}\n"))), largestRowCount, default);

        Assert.AreEqual("row " + expected, string.Join(' ', File.ReadAllLines(sample.Path)));
    }

    [TestMethod]
    public void Sample_OfAPackedFile_IsPlain()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new StreamWriter(new GZipStream(File.Create(folder.File("a.csv.gz")), CompressionLevel.Fastest)))
        {
            writer.Write("a\n1\n2\n");
        }

        using var sample = new CsvSample(folder.File("a.csv.gz"), 10, default);

        Assert.AreEqual("a 1 2", string.Join(' ', File.ReadAllLines(sample.Path)));
    }

    [TestMethod]
    public void Dispose_Sample_IsGone()
    {
        using var folder = new TemporaryFolder();
        var sample = new CsvSample(folder.Write("a.csv", "a\n1\n"), 10, default);
        sample.Dispose();

        Assert.IsFalse(Directory.Exists(Path.GetDirectoryName(sample.Path)));
    }
}
