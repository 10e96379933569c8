using System.Text;
using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Exports;

[TestClass]
public sealed class ScoreExportTests
{
    private const string Rows = "id,n\nA,1\n=B,2\nC,3\nD,4\n";

    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task WriteCsvAsync_Rows_AreInTheOrderOfThePool()
    {
        var stream = new ForwardStream();

        await Export().WriteCsvAsync(stream, Cancelled);

        Assert.AreEqual(
            "id,row,score,rank,flagged,decision\r\n"
            + "A,0,0.1,3,false,normal\r\n"
            + "'=B,1,12345678,1,true,\r\n"
            + "C,2,-0.25,4,false,skipped\r\n"
            + "D,3,0.33333334,2,false,abnormal\r\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>The oracle is the tables' reader, which has tests of its own.</summary>
    [TestMethod]
    public async Task WriteParquetAsync_Rows_AreReadBack()
    {
        var stream = new ForwardStream();
        using var folder = new TemporaryFolder();

        await Export().WriteParquetAsync(stream, Cancelled);

        var path = folder.File("s.parquet");
        await File.WriteAllBytesAsync(path, stream.ToArray(), Cancelled);
        var texts = TableReader.ReadTexts(path);
        Assert.AreEqual("id row score rank flagged decision", string.Join(' ', texts.ColumnNames));
        Assert.AreEqual(
            "A 0 0.1 3 false normal/=B 1 12345678 1 true /C 2 -0.25 4 false skipped/D 3 0.33333334 2 false abnormal",
            string.Join('/', Enumerable.Range(0, texts.RowCount).Select(row => string.Join(' ', texts.TextsOf(row)))));
    }

    [TestMethod]
    public async Task WriteCsvAsync_ManyRows_AreWrittenInParts()
    {
        const int Count = 70_000;
        var pool = GivenPool.Of("n,m\n" + string.Concat(Enumerable.Range(0, Count).Select(i => $"{i},1\n")));
        var export = new ScoreExport(pool, pool.Marks([.. Enumerable.Range(0, Count).Select(i => (float)i)]));
        var (csv, parquet) = (new ForwardStream(), new ForwardStream());
        using var folder = new TemporaryFolder();

        await export.WriteCsvAsync(csv, Cancelled);
        await export.WriteParquetAsync(parquet, Cancelled);

        var lines = Encoding.UTF8.GetString(csv.ToArray()).Split("\r\n");
        Assert.HasCount(Count + 2, lines);
        Assert.IsGreaterThan(1, csv.WriteCount);
        Assert.AreEqual("line 70001,69999,69999,1,true,", lines[Count]);
        await File.WriteAllBytesAsync(folder.File("s.parquet"), parquet.ToArray(), Cancelled);
        var texts = TableReader.ReadTexts(folder.File("s.parquet"));
        for (var row = 0; row < Count; row += 777)
        {
            Assert.AreEqual(lines[row + 1], string.Join(',', texts.TextsOf(row)));
        }
    }

    [TestMethod]
    public async Task Write_Cancelled_Throws()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAsync<OperationCanceledException>(() => Export().WriteCsvAsync(new ForwardStream(), cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(() => Export().WriteParquetAsync(new ForwardStream(), cancelled));
    }

    [TestMethod]
    public void ScoreExport_BeforeTheFirstModel_SaysSo()
    {
        var pool = GivenPool.WithIds(Rows);

        Assert.ThrowsExactly<InvalidOperationException>(() => new ScoreExport(pool, pool.Marks())).HasMessage("no model yet");
        Assert.ThrowsExactly<ArgumentException>(() => new ScoreExport(pool, GivenPool.Of("n,m\n1,2\n").Marks())).HasMessage("1 rows");
    }

    private static ScoreExport Export()
    {
        var pool = GivenPool.WithIds(Rows);
        return new ScoreExport(pool, pool.Marks(
            [0.1f, 12345678, -0.25f, 1 / 3f],
            PoolLabels.Copy([RowLabel.Normal, RowLabel.Unlabeled, RowLabel.Unlabeled, RowLabel.Abnormal]),
            new RowRecord { Row = 2, Decision = Answer.Skip }));
    }
}
