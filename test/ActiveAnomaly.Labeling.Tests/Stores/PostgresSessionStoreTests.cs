using System.Transactions;
using ActiveAnomaly.Sessions.Stores;
using Npgsql;

namespace ActiveAnomaly.Labeling.Stores;

[TestClass]
public sealed class PostgresSessionStoreTests : DatabaseSessionStoreContract
{
    private readonly List<DatabaseSessionStore> _opened = [];
    private readonly Lazy<string> _place = new(() => PostgresServer.Shared.CreateSchema());

    private protected override (string Kind, string Place) Where => ("postgres", Place);

    private string Place => _place.Value;

    [TestCleanup]
    public void CleanUp() => _opened.ForEach(store => store.Dispose());

    /// <summary>A server that freezes while it is sent an answer, and keeps it when it goes on.</summary>
    [TestMethod]
    public async Task Append_ServerFrozenDuringAnAnswer_TheSessionGoesOnAndHasItOnce()
    {
        PostgresServer.RequireInstalled();
        using var server = new PostgresServer();
        using var store = new PostgresSessionStore(
            server.ConnectionString + ";Timeout=2;Command Timeout=1;Cancellation Timeout=500;Application Name=session");
        using var session = GivenSession.Create(10, store: store);
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        await session.WaitForModelAsync(CancellationToken.None);
        server.Pause();
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("ada", 9, Sessions.Answer.Abnormal));
        server.Resume();
        for (var isTaken = false; !isTaken;)
        {
            try
            {
                await session.AnswerAsync("ada", 9, Sessions.Answer.Abnormal);
                isTaken = true;
            }
            catch (SessionStoreException)
            {
                // It is still busy with what it was sent while it was frozen.
            }
        }

        await session.AnswerAsync("ada", 8, Sessions.Answer.Normal);
        Assert.IsFalse(session.IsOvertaken);
        Assert.HasCount(1, store.Read(GivenSession.Id).OfType<Sessions.Events.RowAnswered>().Where(answered => answered.Row == 9));
        Assert.AreEqual((2, Sessions.Answer.Abnormal), (session.State.AnsweredCount, session.RowOf(9).Decision));
    }

    [TestMethod]
    public void Append_ServerKilled_LosesNothingThatWasAcknowledged()
    {
        PostgresServer.RequireInstalled();
        using var server = new PostgresServer();
        using var store = new PostgresSessionStore(server.ConnectionString);
        using var end = new CancellationTokenSource();
        var appended = 0;
        var unknown = 0;
        var isKnown = true;
        var writing = Task.Factory.StartNew(
            () =>
            {
                while (!end.IsCancellationRequested || !isKnown)
                {
                    try
                    {
                        if (!isKnown)
                        {
                            // As a session would, go on from what is there.
                            var count = StoreProcess.Program.CountOf(store, "a");
                            Assert.IsInRange(appended, appended + 1, count);
                            unknown += count - appended;
                            Volatile.Write(ref appended, count);
                            isKnown = true;
                        }

                        store.Append("a", StoreProcess.Program.EventAt(appended));
                        Interlocked.Increment(ref appended);
                    }
                    catch (SessionStoreException)
                    {
                        // The server is away.
                        isKnown = false;
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        for (var crash = 0; crash < 3; crash++)
        {
            var before = Volatile.Read(ref appended);
            SpinWait.SpinUntil(() => Volatile.Read(ref appended) > before + 20 || writing.IsCompleted);
            server.Crash();
        }

        end.Cancel();
        writing.Wait();
        Assert.AreSequenceEqual(
            Enumerable.Range(0, appended).Select(sequence => (long)sequence), store.Read("a").Select(kept => kept.Sequence));
        Assert.IsGreaterThan(60, appended);
        Assert.IsLessThanOrEqualTo(3, unknown);
    }

    [TestMethod]
    public void Append_ConnectionsCutBetween_GoesOn()
    {
        var store = Open();
        for (var i = 0; i < 5; i++)
        {
            store.Append("a", Event(i));
            CutConnections();
        }

        CutConnections();
        store.Append("a", Event(5));
        Assert.AreSequenceEqual(Enumerable.Range(0, 6).Select(i => (long)i), store.Read("a").Select(kept => kept.Sequence));
    }

    [TestMethod]
    public void Read_ConnectionsCutBetween_GoesOn()
    {
        var store = Open();
        store.Append("a", Event(0));
        CutConnections();
        Assert.HasCount(1, store.Read("a"));
        CutConnections();
        Assert.HasCount(1, store.List());
    }

    [TestMethod]
    public void Append_ConnectionCutInTheCommitOverAndOver_SaysThatItIsNotKnown()
    {
        var store = Open();
        store.Append("a", Event(0));
        Execute(
            """
            CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.event NOT LIKE '%"Row":7,%' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
                RETURN NULL;
            END $$
            """);
        Execute(
            """
            CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON active_anomaly_events DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION cut()
            """);
        var message = Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(1, row: 1))).Message;
        Assert.Contains("whether what was sent is done is not known", message);
        Assert.HasCount(1, store.Read("a"));
        store.Append("a", Event(1, row: 7));
    }

    [TestMethod]
    public void Append_ServerGoneWhenAskedOnceMore_SaysThatItIsNotKnown()
    {
        PostgresServer.RequireInstalled();
        using var server = new PostgresServer();
        using var store = new PostgresSessionStore(server.ConnectionString);
        store.Append("a", Event(0));

        // The connection that the store keeps for the next append is cut, and there is no other to be had.
        server.Halt();
        var exception = Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(1)));

        Assert.Contains("whether what was sent is done is not known", exception.Message);
        Assert.IsTrue(exception.ConnectionBroke);
        server.Restart();
        store.Append("a", Event(1));
        Assert.HasCount(2, store.Read("a"));
    }

    [TestMethod]
    public void Append_TableLocked_WaitsTheStatedTimeAndSaysSo()
    {
        var store = Open(new PostgresSessionStoreOptions { LockTimeout = TimeSpan.FromSeconds(1) });
        store.Append("a", Event(0));
        using (var other = Connect())
        {
            using var transaction = other.BeginTransaction();
            using var command = new NpgsqlCommand("LOCK TABLE active_anomaly_events IN EXCLUSIVE MODE", other, transaction);
            command.ExecuteNonQuery();
            var message = IsRefusedAfterASecond(() => store.Append("a", Event(1)));
            Assert.Contains("locked the rows or the tables for 1 s", message);
            Assert.HasCount(1, store.Read("a"));
        }

        store.Append("a", Event(1));
    }

    [TestMethod]
    public void Read_CancelledWhileTheTableIsLocked_Ends()
    {
        var store = Open(new PostgresSessionStoreOptions { LockTimeout = TimeSpan.FromMinutes(10) });
        store.Append("a", Event(0));
        using var other = Connect();
        using var transaction = other.BeginTransaction();
        using var command = new NpgsqlCommand("LOCK TABLE active_anomaly_events IN ACCESS EXCLUSIVE MODE", other, transaction);
        command.ExecuteNonQuery();
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var begin = TimeProvider.System.GetTimestamp();
        Assert.Throws<OperationCanceledException>(() => store.Read("a", cancelling.Token));

        // Npgsql itself gives up after 30 s.
        Assert.IsLessThan(25, TimeProvider.System.GetElapsedTime(begin).TotalSeconds);
    }

    [TestMethod]
    public void Append_InAnAmbientTransactionThatIsGivenUp_IsKept()
    {
        var store = Open();
        using (new TransactionScope())
        {
            store.Append("a", Event(0));
        }

        Assert.HasCount(1, store.Read("a"));
    }

    [TestMethod]
    [DataRow("ALTER ROLE store_{0} SET synchronous_commit = off")]
    [DataRow("ALTER ROLE store_{0} SET default_transaction_isolation = 'serializable'")]
    public void Append_ServerWithOtherDefaults_IsOnDiskAndFindsOutConflicts(string setting)
    {
        var user = CreateUser($"GRANT ALL ON SCHEMA {Schema} TO store_{{0}}", setting);
        using var store = new PostgresSessionStore(user);

        // Writers of different sessions do not conflict, though they write to the same pages.
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, writer =>
        {
            for (var sequence = 0; sequence < 100; sequence++)
            {
                store.Append($"{writer}", Event(sequence));
            }
        });
        Assert.HasCount(4, store.List());
        Assert.ThrowsExactly<SessionConflictException>(() => store.Append("0", Event(0)));
    }

    [TestMethod]
    public void Open_WrongPassword_IsRefusedWithoutSayingIt()
    {
        var guessed = Place.Replace(PostgresServer.Password, "guessed", StringComparison.Ordinal);
        var message = Assert.ThrowsExactly<SessionStoreException>(() => new PostgresSessionStore(guessed)).Message;
        Assert.Contains("does not let this user in", message);
        Assert.DoesNotContain("guessed", message);
    }

    [TestMethod]
    public void Open_NoServer_IsRefused()
    {
        PostgresServer.RequireInstalled();
        var message = Assert.ThrowsExactly<SessionStoreException>(
            () => new PostgresSessionStore("Host=127.0.0.1;Port=1;Username=a;Password=secret;Database=b")).Message;
        Assert.Contains("there is no server at PostgreSQL 127.0.0.1:1, database 'b', user 'a'", message);
        Assert.DoesNotContain("secret", message);
    }

    [TestMethod]
    public void Open_ServerThatDoesNotFlush_IsRefused()
    {
        PostgresServer.RequireInstalled();
        using var server = new PostgresServer("fsync=off");
        Assert.Contains(
            "has fsync = off; a store needs fsync = on",
            Assert.ThrowsExactly<SessionStoreException>(() => new PostgresSessionStore(server.ConnectionString)).Message);
    }

    [TestMethod]
    public void Open_NoSuchDatabase_IsRefused()
    {
        var none = Place.Replace("Database=postgres", "Database=none", StringComparison.Ordinal);
        Assert.Contains(
            "no such database", Assert.ThrowsExactly<SessionStoreException>(() => new PostgresSessionStore(none)).Message);
    }

    [TestMethod]
    public void Open_NoSuchSchema_IsRefused()
    {
        var none = Place + ";Search Path=none";
        Assert.Contains(
            "no schema to make the tables in",
            Assert.ThrowsExactly<SessionStoreException>(() => new PostgresSessionStore(none)).Message);
    }

    [TestMethod]
    public void Open_NoRightToMakeTables_IsRefused()
    {
        var user = CreateUser($"GRANT USAGE ON SCHEMA {Schema} TO store_{{0}}");
        Assert.Contains(
            "the user lacks a right", Assert.ThrowsExactly<SessionStoreException>(() => new PostgresSessionStore(user)).Message);
    }

    [TestMethod]
    public void Append_NoRightToInsert_IsRefusedAndReadingAllowed()
    {
        Open().Append("a", Event(0));
        var user = CreateUser(
            $"GRANT USAGE ON SCHEMA {Schema} TO store_{{0}}", $"GRANT SELECT ON ALL TABLES IN SCHEMA {Schema} TO store_{{0}}");
        using var store = new PostgresSessionStore(user);
        Assert.HasCount(1, store.Read("a"));
        Assert.Contains(
            "It needs SELECT and INSERT", Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(1))).Message);
    }

    [TestMethod]
    public void Append_TablesGone_SaysSo()
    {
        var store = Open();
        Execute("DROP TABLE active_anomaly_events");
        Assert.Contains("has the tables no more", Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(0))).Message);
    }

    [TestMethod]
    public void Append_DatabaseReadOnly_SaysSo()
    {
        Open();
        using var store = new PostgresSessionStore(Place + ";Options=-c default_transaction_read_only=on");
        Assert.Contains("takes no writing", Assert.ThrowsExactly<SessionStoreException>(() => store.Append("a", Event(0))).Message);
    }

    [TestMethod]
    [DataRow("Host=here;Colour=red", "Colour")]
    [DataRow("Database=postgres", "names no Host")]
    [DataRow("Host=here;Maximum Pool Size=1;Minimum Pool Size=2", "Pool Size")]
    public void Open_NoConnectionString_Throws(string connectionString, string found) => Assert.Contains(
        found,
        Assert.ThrowsExactly<ArgumentException>(() => new PostgresSessionStore(connectionString)).Message,
        StringComparison.OrdinalIgnoreCase);

    private protected override DatabaseSessionStore Open(SessionStoreSchema? schema = null) =>
        Open(new PostgresSessionStoreOptions { Schema = schema ?? SessionStoreSchema.Current });

    private protected override void Execute(string sql) => PostgresServer.Execute(Place, sql);

    private string Schema => new NpgsqlConnectionStringBuilder(Place).SearchPath!;

    private PostgresSessionStore Open(PostgresSessionStoreOptions options)
    {
        var store = new PostgresSessionStore(Place, options);
        lock (_opened)
        {
            _opened.Add(store);
        }

        return store;
    }

    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(Place + ";Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>Ends every connection of the test's stores, as a server does that is started anew.</summary>
    private void CutConnections() => PostgresServer.Execute(
        PostgresServer.Shared.ConnectionString,
        $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '{Schema}'");

    /// <summary>Makes a user who has no rights but those granted, and gives his connection string.</summary>
    private string CreateUser(params string[] commands)
    {
        Execute($"CREATE ROLE store_{Schema} LOGIN PASSWORD '{PostgresServer.Password}'");
        foreach (var command in commands)
        {
            Execute(command.Replace("{0}", Schema, StringComparison.Ordinal));
        }

        return new NpgsqlConnectionStringBuilder(Place) { Username = $"store_{Schema}" }.ConnectionString;
    }
}
