using System.Data.Common;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;
using Microsoft.Data.Sqlite;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>What stores do where a connection breaks, with connections that break when they are told to.</summary>
[TestClass]
public sealed class DatabaseSessionStoreTests
{
    [TestMethod]
    public void Append_BrokenAfterTheEventWasKept_IsKeptOnce()
    {
        using var store = new BreakingStore();
        store.BreaksAfter = 1;
        store.Append("a", Event(0, row: 3));
        Assert.AreSequenceEqual([Event(0, row: 3)], store.Read("a"));
        store.Append("a", Event(1));
    }

    [TestMethod]
    public void Append_BrokenBeforeTheEventWasKept_IsKeptOnce()
    {
        using var store = new BreakingStore();
        store.BreaksBefore = 1;
        store.Append("a", Event(0, row: 3));
        Assert.AreSequenceEqual([Event(0, row: 3)], store.Read("a"));
    }

    [TestMethod]
    public void Append_BrokenAndAnotherWriterTookThePlace_Conflicts()
    {
        using var store = new BreakingStore();
        store.Append("a", Event(0, row: 4));
        store.BreaksBefore = 1;
        Assert.ThrowsExactly<SessionConflictException>(() => store.Append("a", Event(0, row: 3)));
        Assert.AreSequenceEqual([Event(0, row: 4)], store.Read("a"));
    }

    [TestMethod]
    public void Append_BrokenTwice_Throws()
    {
        using var store = new BreakingStore();
        store.BreaksBefore = 2;
        Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(0)));
        Assert.IsEmpty(store.List());
    }

    [TestMethod]
    public void Read_BrokenOnce_ReadsAgain()
    {
        using var store = new BreakingStore();
        store.Append("a", Event(0));
        store.BreaksAfter = 1;
        Assert.HasCount(1, store.Read("a"));
        store.BreaksAfter = 2;
        Assert.ThrowsExactly<SessionStoreException>(() => store.Read("a"));
    }

    private static RowAnswered Event(long sequence, int row = 0) => new()
    {
        Sequence = sequence,
        Time = DateTimeOffset.UnixEpoch,
        Row = row,
        Answer = Answer.Normal,
        Annotator = "expert",
    };

    private sealed class BreakingStore : DatabaseSessionStore
    {
        private readonly SqliteConnection _connection = new("Data Source=:memory:");

        public BreakingStore()
            : base("memory")
        {
            _connection.Open();
            SessionStoreSchema.Current.Ensure(_connection, new SqliteDialect("memory"), Place);
        }

        /// <summary>Gets or sets how many times the connection still breaks before it is used.</summary>
        public int BreaksBefore { get; set; }

        /// <summary>Gets or sets how many times the connection still breaks after it was used.</summary>
        public int BreaksAfter { get; set; }

        protected override void Dispose(bool disposing) => _connection.Dispose();

        private protected override T UseToWrite<T>(string what, Func<DbConnection, T> use)
        {
            if (BreaksBefore-- > 0)
            {
                throw new SessionStoreException(what) { ConnectionBroke = true };
            }

            var result = use(_connection);
            return BreaksAfter-- > 0 ? throw new SessionStoreException(what) { ConnectionBroke = true } : result;
        }

        private protected override T UseToRead<T>(string what, Func<DbConnection, T> use) => UseToWrite(what, use);

        private protected override bool IsKeyTaken(DbException exception) => false;
    }
}
