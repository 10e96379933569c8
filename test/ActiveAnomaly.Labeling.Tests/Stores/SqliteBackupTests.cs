namespace ActiveAnomaly.Labeling.Stores;

[TestClass]
public sealed class SqliteBackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteSessionStore? _store;

    private string File => _folder.File("store.db");

    public void Dispose()
    {
        _store?.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public void BackUp_WhileSessionsAreWritten_IsAStoreOfOneMoment()
    {
        var store = Open();
        var target = _folder.File("copy.db");
        store.Append("a", StoreProcess.Program.EventAt(0));
        using var end = new CancellationTokenSource();
        var appended = 1;
        var writing = Task.Factory.StartNew(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    store.Append("a", StoreProcess.Program.EventAt(appended));
                    Interlocked.Increment(ref appended);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        for (var i = 0; i < 5; i++)
        {
            var before = Volatile.Read(ref appended);
            store.BackUp(target);
            using var copy = new SqliteSessionStore(target);
            Assert.IsInRange(before, Volatile.Read(ref appended) + 1, copy.Read("a").Count);
        }

        end.Cancel();
        writing.Wait();
        Assert.AreSequenceEqual([target], Directory.GetFiles(_folder.Path, "copy*"));
    }

    [TestMethod]
    public void BackUp_NoSuchFolder_IsRefused()
    {
        var store = Open();
        Assert.Contains(
            "there is no folder",
            Assert.ThrowsExactly<SessionStoreException>(() => store.BackUp(Path.Combine(_folder.Path, "none", "copy.db"))).Message);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void BackUp_ToALink_WritesWhatItLeadsTo()
    {
        var store = Open();
        store.Append("a", StoreProcess.Program.EventAt(0));
        var target = _folder.File("real.db");
        System.IO.File.CreateSymbolicLink(_folder.File("link.db"), target);
        store.BackUp(_folder.File("link.db"));
        Assert.AreEqual(target, new FileInfo(_folder.File("link.db")).LinkTarget);
        using var copy = new SqliteSessionStore(target);
        Assert.HasCount(1, copy.Read("a"));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void BackUp_ToALinkToItself_IsRefused()
    {
        var store = Open();
        System.IO.File.CreateSymbolicLink(_folder.File("link.db"), File);
        Assert.Contains("own file", Assert.ThrowsExactly<ArgumentException>(() => store.BackUp(_folder.File("link.db"))).Message);
    }

    [TestMethod]
    public void BackUp_OntoItself_IsRefused()
    {
        var store = Open();
        Assert.ThrowsExactly<ArgumentException>(() => store.BackUp(File));
        Assert.ThrowsExactly<ArgumentException>(() => store.BackUp(File + "-wal"));
    }

    [TestMethod]
    public void BackUp_OntoAStoreThatIsOpen_IsRefusedAndLeavesIt()
    {
        var store = Open();
        var target = _folder.File("other.db");
        using var other = new SqliteSessionStore(target);
        other.Append("other", StoreProcess.Program.EventAt(0));
        Assert.Contains("a store is open there", Assert.ThrowsExactly<SessionStoreException>(() => store.BackUp(target)).Message);
        Assert.AreSequenceEqual(["other"], other.List());
    }

    [TestMethod]
    public void BackUp_WhereNothingMayBeWritten_SaysSoAndLeavesNothing()
    {
        var store = Open();
        var folder = Directory.CreateDirectory(_folder.File("closed")).FullName;
        FilePermissions.Set(folder, 0b101_101_101);
        FilePermissions.Set(_folder.Path, 0b111_111_111);
        Array.ForEach(Directory.GetFiles(_folder.Path), file => FilePermissions.Set(file, 0b110_110_110));
        FilePermissions.RunUnprivileged(() => Assert.Contains(
            "could not be copied to",
            Assert.ThrowsExactly<SessionStoreException>(() => store.BackUp(Path.Combine(folder, "copy.db"))).Message));
        Assert.IsEmpty(Directory.GetFiles(folder));
        FilePermissions.Set(folder, 0b111_000_000);
    }

    [TestMethod]
    public void BackUp_AFileThatIsThere_IsReplaced()
    {
        var store = Open();
        var target = _folder.File("copy.db");
        System.IO.File.WriteAllText(target, "an older copy");
        store.Append("a", StoreProcess.Program.EventAt(0));
        store.BackUp(target);
        using var copy = new SqliteSessionStore(target);
        Assert.HasCount(1, copy.Read("a"));
        copy.Append("a", StoreProcess.Program.EventAt(1));
        Assert.HasCount(1, store.Read("a"));
    }

    private SqliteSessionStore Open() => _store = new SqliteSessionStore(File);
}
