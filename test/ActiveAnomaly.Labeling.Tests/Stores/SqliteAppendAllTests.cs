using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Stores;

[TestClass]
public sealed class SqliteAppendAllTests
{
    [TestMethod]
    public void AppendAll_ManyEvents_KeepsThemInOrder()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("store.db"));
        var events = Enumerable.Range(0, 500).Select(sequence => StoreProcess.Program.EventAt(sequence)).ToArray();
        store.AppendAll("a", events);
        Assert.AreSequenceEqual(events.Select(SessionEventJson.Write), store.Read("a").Select(SessionEventJson.Write));
        store.Append("a", StoreProcess.Program.EventAt(500));
    }

    [TestMethod]
    public void AppendAll_OneDoesNotFollow_KeepsNone()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("store.db"));
        Assert.ThrowsExactly<SessionConflictException>(
            () => store.AppendAll("a", [StoreProcess.Program.EventAt(0), StoreProcess.Program.EventAt(2)]));
        Assert.IsEmpty(store.List());
        store.Append("a", StoreProcess.Program.EventAt(0));
    }
}
