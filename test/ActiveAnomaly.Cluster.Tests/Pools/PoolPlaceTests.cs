using ActiveAnomaly.Cluster.Membership;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Cluster.Pools;

[TestClass]
public sealed class PoolPlaceTests
{
    [TestMethod]
    [DataRow("/home/ada/pools/eu/x.csv", "eu/x.csv")]
    [DataRow("eu/x.csv", "eu/x.csv")]
    [DataRow(@"C:\pools\eu\x.csv", "eu/x.csv")]
    [DataRow("/other/y.csv", "y.csv")]
    [DataRow("../../y.csv", "y.csv")]
    public async Task Folder_AnyPathOfTheSession_FindsItsLongestEnd(string given, string expected)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("eu"));
        foreach (var name in (string[])["eu/x.csv", "x.csv", "y.csv"])
        {
            await File.WriteAllTextAsync(folder.File(name), name);
        }

        await using var copy = await new FolderPools(folder.Path).GetAsync("s", PropertiesOf(given), CancellationToken.None);

        Assert.AreEqual(expected, await File.ReadAllTextAsync(copy.Path!));
    }

    /// <summary>A drive's letter and a name mean, on Windows, a file in the working folder there.</summary>
    [TestMethod]
    public async Task Folder_PathOfADrive_StaysInTheFolder()
    {
        using var folder = new TemporaryFolder();
        var name = $"{Guid.NewGuid():N}.csv";
        await File.WriteAllTextAsync(folder.File(name), "inside");
        await File.WriteAllTextAsync(name, "outside");
        try
        {
            var given = Path.GetPathRoot(Environment.CurrentDirectory) + name;
            await using var copy = await new FolderPools(folder.Path).GetAsync("s", PropertiesOf(given), CancellationToken.None);

            Assert.AreEqual("inside", await File.ReadAllTextAsync(copy.Path!));
        }
        finally
        {
            File.Delete(name);
        }
    }

    [TestMethod]
    public async Task Folder_WithoutTheFile_SaysWhatIsMissingAndWhere()
    {
        using var folder = new TemporaryFolder();

        var exception = await Assert.ThrowsExactlyAsync<FileNotFoundException>(
            () => new FolderPools(folder.Path).GetAsync("payments", PropertiesOf("eu/x.csv"), CancellationToken.None));

        Assert.Contains("The session 'payments' began with the file 'eu/x.csv'", exception.Message);
        Assert.Contains($"'{folder.Path}'", exception.Message);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(17)]
    [DataRow(4 << 20)]
    [DataRow((8 << 20) + 5)]
    public async Task Database_AfterKeeping_GivesTheBytesUnderTheName(int length)
    {
        using var folder = new TemporaryFolder();
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await File.WriteAllBytesAsync(folder.File("payments.csv.gz"), bytes);
        await using var database = await DatabaseAsync();
        var pools = new DatabasePools(database);
        await pools.KeepAsync("s", folder.File("payments.csv.gz"), CancellationToken.None);

        string path;
        await using (var copy = await pools.GetAsync("s", properties: null, CancellationToken.None))
        {
            path = copy.Path!;
            Assert.AreEqual("payments.csv.gz", Path.GetFileName(path));
            CollectionAssert.AreEqual(bytes, await File.ReadAllBytesAsync(path));
        }

        Assert.IsFalse(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [TestMethod]
    public async Task Database_KeptAgain_HasTheLastAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("long.csv"), new byte[(4 << 20) + 1]);
        await File.WriteAllTextAsync(folder.File("short.csv"), "x");
        await using var database = await DatabaseAsync();
        var pools = new DatabasePools(database);

        await pools.KeepAsync("s", folder.File("long.csv"), CancellationToken.None);
        await pools.KeepAsync("s", folder.File("short.csv"), CancellationToken.None);

        await using var copy = await pools.GetAsync("s", properties: null, CancellationToken.None);
        Assert.AreEqual("x", await File.ReadAllTextAsync(copy.Path!));
    }

    [TestMethod]
    public async Task Database_WithoutTheSession_SaysHowToKeepItsRows()
    {
        await using var database = await DatabaseAsync();

        var exception = await Assert.ThrowsExactlyAsync<FileNotFoundException>(
            () => new DatabasePools(database).GetAsync("payments", properties: null, CancellationToken.None));

        Assert.Contains("has no rows of the session 'payments'", exception.Message);
    }

    private static async Task<ClusterDatabase> DatabaseAsync()
    {
        var database = new ClusterDatabase(PostgresServer.Shared.CreateSchema());
        await ClusterSchema.EnsureAsync(database, CancellationToken.None);
        return database;
    }

    private static Dictionary<string, string> PropertiesOf(string path)
    {
        using var folder = new TemporaryFolder();
        GivenSessions.WritePool(folder.File("x.csv"), rowCount: 20);
        var pool = LabelingPool.Read(folder.File("x.csv"));
        return pool.ToProperties().ToDictionary(
            property => property.Key, property => property.Value == folder.File("x.csv") ? path : property.Value);
    }
}
