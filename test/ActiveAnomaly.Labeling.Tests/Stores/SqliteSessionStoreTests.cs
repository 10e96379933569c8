using ActiveAnomaly.Sessions.Stores;
using Microsoft.Data.Sqlite;

namespace ActiveAnomaly.Labeling.Stores;

[TestClass]
public sealed class SqliteSessionStoreTests : DatabaseSessionStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<DatabaseSessionStore> _opened = [];

    private protected override (string Kind, string Place) Where => ("sqlite", File);

    private string File => _folder.File("store.db");

    public void Dispose()
    {
        CloseAll();
        _folder.Dispose();
    }

    [TestMethod]
    public void Dispose_LastStoreOfAFile_LeavesOneFile()
    {
        Open().Append("a", Event(0));
        CloseAll();
        Assert.AreSequenceEqual([File], Directory.GetFiles(_folder.Path));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Append_FileThatWasDeletedMovedOrReplaced_SaysSoAndKeepsNothing()
    {
        var store = Open();
        store.Append("a", Event(0));
        var elsewhere = _folder.File("elsewhere.db");
        System.IO.File.Move(File, elsewhere);
        IsRefused("deleted");
        System.IO.File.WriteAllBytes(File, []);
        IsRefused("replaced");

        System.IO.File.Move(elsewhere, File, overwrite: true);
        store.Append("a", Event(1));
        Assert.HasCount(2, store.Read("a"));

        void IsRefused(string what) => Assert.Contains(
            $"'{File}' was deleted, moved or replaced while it was open",
            Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(1)), what).Message);
    }

    [TestMethod]
    public void Constructor_EmptyFileThatIsNotToBeMade_IsRefusedAndStaysEmpty()
    {
        System.IO.File.WriteAllBytes(File, []);
        Assert.Contains(
            "the file is empty, and no store",
            Assert.ThrowsExactly<SessionStoreException>(() => Open(new SqliteSessionStoreOptions { CreatesFile = false })).Message);
        Assert.AreEqual(0, new FileInfo(File).Length);
    }

    [TestMethod]
    public void Append_FileLocked_WaitsTheStatedTimeAndSaysSo()
    {
        var store = Open(new SqliteSessionStoreOptions { LockTimeout = TimeSpan.FromSeconds(1) });
        store.Append("a", Event(0));
        using (var other = Connect(File))
        {
            using var transaction = other.BeginTransaction(deferred: false);
            var message = IsRefusedAfterASecond(() => store.Append("a", Event(1)));
            Assert.Contains($"'{File}' was locked by somebody else for 1 s", message);
            Assert.HasCount(1, store.Read("a"));
        }

        store.Append("a", Event(1));
        Assert.HasCount(2, store.Read("a"));
    }

    [TestMethod]
    public void Append_FileLockedForAMoment_Waits()
    {
        var store = Open(new SqliteSessionStoreOptions { LockTimeout = TimeSpan.FromMinutes(1) });
        using var other = Connect(File);
        using var transaction = other.BeginTransaction(deferred: false);
        var appending = Task.Factory.StartNew(
            () => store.Append("a", Event(0)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.IsFalse(appending.Wait(TimeSpan.FromMilliseconds(100)));
        transaction.Rollback();
        appending.Wait();
        Assert.HasCount(1, store.Read("a"));
    }

    [TestMethod]
    public void Append_DiskFull_SaysSoAndKeepsWhatItAcknowledged()
    {
        var store = Open(new SqliteSessionStoreOptions { PageLimit = 20 });
        var sequence = 0;
        var exception = Assert.ThrowsExactly<SessionStoreException>(() =>
        {
            for (; sequence < 10_000; sequence++)
            {
                store.Append("a", StoreProcess.Program.EventAt(sequence));
            }
        });
        Assert.Contains($"no room for '{File}'", exception.Message);
        Assert.AreEqual(sequence, store.Read("a").Count);
        store.Dispose();

        var roomy = Open();
        Assert.AreEqual(sequence, roomy.Read("a").Count);
        roomy.Append("a", StoreProcess.Program.EventAt(sequence));
    }

    [TestMethod]
    public void Open_DiskFull_SaysSoAndCanBeDoneAgain()
    {
        var full = new SqliteSessionStoreOptions { PageLimit = 1 };
        Assert.Contains("no room for", Assert.ThrowsExactly<SessionStoreException>(() => Open(full)).Message);
        Assert.IsEmpty(Open().List());
    }

    [TestMethod]
    public void Open_FileReadOnly_IsRefused()
    {
        Open().Append("a", Event(0));
        CloseAll();
        FilePermissions.Set(File, 0b100_100_100);
        FilePermissions.Set(_folder.Path, 0b111_111_111);
        FilePermissions.RunUnprivileged(() => Assert.Contains(
            $"'{File}' is read-only for this user",
            Assert.ThrowsExactly<SessionStoreException>(() => new SqliteSessionStore(File)).Message));
    }

    [TestMethod]
    public void Open_FolderReadOnly_IsRefused()
    {
        FilePermissions.Set(_folder.Path, 0b101_101_101);
        FilePermissions.RunUnprivileged(() => Assert.Contains(
            $"'{File}' cannot be opened", Assert.ThrowsExactly<SessionStoreException>(() => new SqliteSessionStore(File)).Message));
        FilePermissions.Set(_folder.Path, 0b111_000_000);
    }

    [TestMethod]
    public void Open_NoSuchFolder_IsRefused()
    {
        var path = Path.Combine(_folder.Path, "none", "store.db");
        Assert.Contains(
            $"there is no folder '{Path.Combine(_folder.Path, "none")}'",
            Assert.ThrowsExactly<SessionStoreException>(() => new SqliteSessionStore(path)).Message);
    }

    [TestMethod]
    public void Open_AFolder_IsRefused() => Assert.Contains(
        "it is a folder", Assert.ThrowsExactly<SessionStoreException>(() => new SqliteSessionStore(_folder.Path)).Message);

    [TestMethod]
    public void Open_NoSuchFileAndNoneToBeMade_IsRefused()
    {
        Assert.Contains(
            "there is no such file",
            Assert.ThrowsExactly<SessionStoreException>(() => Open(new SqliteSessionStoreOptions { CreatesFile = false })).Message);
        Assert.IsEmpty(Directory.GetFiles(_folder.Path));
    }

    [TestMethod]
    public void Open_FileThatIsNoDatabase_IsRefusedAndLeftAlone()
    {
        var text = string.Concat(Enumerable.Repeat("row,label\n1,normal\n", 500));
        System.IO.File.WriteAllText(File, text);
        Assert.Contains(
            $"'{File}' is not an SQLite database", Assert.ThrowsExactly<SessionStoreException>(() => Open()).Message);
        Assert.AreEqual(text, System.IO.File.ReadAllText(File));
    }

    [TestMethod]
    public void Open_DatabaseOfSomethingElse_IsRefusedAndLeftAlone()
    {
        Execute("CREATE TABLE bookmarks (url TEXT)");
        var bytes = System.IO.File.ReadAllBytes(File);
        Assert.Contains(
            "it has the tables bookmarks and no active_anomaly_schema",
            Assert.ThrowsExactly<SessionStoreException>(() => Open()).Message);
        Assert.AreSequenceEqual(bytes, System.IO.File.ReadAllBytes(File));
    }

    [TestMethod]
    public void Open_FileCutOff_IsRefused()
    {
        using (var store = Open())
        {
            for (var i = 0; i < 50; i++)
            {
                store.Append("a", StoreProcess.Program.EventAt(i));
            }
        }

        using (var file = new FileStream(File, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Contains("is damaged", Assert.ThrowsExactly<SessionStoreException>(() => Open().Read("a")).Message);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3601)]
    public void Open_LockTimeoutOutOfRange_Throws(int seconds)
    {
        var options = new SqliteSessionStoreOptions { LockTimeout = TimeSpan.FromSeconds(seconds) };
        Assert.Contains("00:00:01 to 01:00:00", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Open(options)).Message);
    }

    [TestMethod]
    public void Open_Connection_FlushesAtEveryCommit()
    {
        var store = Open(new SqliteSessionStoreOptions());
        Assert.AreEqual("wal", store.Setting("journal_mode"));
        Assert.AreEqual(2L, store.Setting("synchronous"));
        Assert.AreEqual(1L, store.Setting("fullfsync"));
        Assert.AreEqual(1L, store.Setting("checkpoint_fullfsync"));
    }

    private protected override DatabaseSessionStore Open(SessionStoreSchema? schema = null) =>
        Open(new SqliteSessionStoreOptions { Schema = schema ?? SessionStoreSchema.Current });

    private protected override void Execute(string sql)
    {
        using var connection = Connect(File);
        using var command = connection.CreateCommand();
        command.CommandText = $"BEGIN; {sql}; COMMIT";
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        return connection;
    }

    private SqliteSessionStore Open(SqliteSessionStoreOptions options)
    {
        var store = new SqliteSessionStore(File, options);
        lock (_opened)
        {
            _opened.Add(store);
        }

        return store;
    }

    private void CloseAll() => _opened.ForEach(store => store.Dispose());
}
