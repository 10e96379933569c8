using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Cluster.Sessions;

[TestClass]
public sealed class WatchedStoreTests
{
    [TestMethod]
    public void Append_AfterAConflict_AppendsNothingMore()
    {
        var log = new MemorySessionStore();
        var store = new WatchedStore(log);
        store.Append("a", Event(0));
        log.Append("a", Event(1));

        Assert.ThrowsExactly<SessionConflictException>(() => store.Append("a", Event(1)));
        var exception = Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(2)));

        Assert.Contains("is opened anew from its log", exception.Message);
        Assert.HasCount(2, log.Read("a"));
        Assert.IsNotNull(store.Loss);
    }

    [TestMethod]
    public void Append_ThatIsKnownNotToBeKept_LosesNothing()
    {
        var store = new WatchedStore(new RefusingStore(connectionBroke: false));

        Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(0)));

        Assert.IsNull(store.Loss);
    }

    [TestMethod]
    public void Append_WhoseConnectionBroke_LosesTheSession()
    {
        var store = new WatchedStore(new RefusingStore(connectionBroke: true));

        Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(0)));

        Assert.IsNotNull(store.Loss);
    }

    private static RowLabeled Event(long sequence) => new()
    {
        Sequence = sequence, Time = DateTimeOffset.UnixEpoch, Row = (int)sequence, Answer = Answer.Normal, Annotator = "ada",
    };

    private sealed class RefusingStore(bool connectionBroke) : ISessionStore
    {
        public void Append(string sessionId, SessionEvent sessionEvent) =>
            throw new SessionStoreException("Refused.") { ConnectionBroke = connectionBroke };

        public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default) => [];

        public IReadOnlyList<string> List(CancellationToken cancellationToken = default) => [];
    }
}
