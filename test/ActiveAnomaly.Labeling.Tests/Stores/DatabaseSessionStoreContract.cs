using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>What the stores in databases keep, beside what every store does.</summary>
[TestClass]
public abstract class DatabaseSessionStoreContract : SessionStoreContract
{
    private const int LongLogCount = 100_000;

    /// <summary>Gets the kind and the place of the test's store, as the program of the tests takes them.</summary>
    private protected abstract (string Kind, string Place) Where { get; }

    protected override ISessionStore Create() => Open();

    /// <summary>Opens the test's store, once more where it is open.</summary>
    private protected abstract DatabaseSessionStore Open(SessionStoreSchema? schema = null);

    /// <summary>Runs a command beside the store.</summary>
    private protected abstract void Execute(string sql);

    [TestMethod]
    public void Append_ThenOpenedAgain_IsThere()
    {
        Open().Append("a", Event(0, row: 3));
        using var again = Open();
        Assert.AreSequenceEqual([Event(0, row: 3)], again.Read("a"));
    }

    [TestMethod]
    public void Append_OfAnEventOfEachKind_IsReadAsItWas()
    {
        var store = Open();
        var time = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 8, TimeSpan.FromHours(2));
        SessionEvent[] events =
        [
            new StageTrained
            {
                Sequence = 0,
                Time = time,
                Stage = 0,
                SeenSequence = 0,
                PseudoAbnormalRows = [4, 2],
                TrainingTime = TimeSpan.FromTicks(7),
            },
            new RowsQueried { Sequence = 1, Time = time, Stage = 0, Rows = [3, 1], BoundaryQuantile = 0.1 },
            new RowAnswered { Sequence = 2, Time = time, Row = 3, Answer = Sessions.Answer.Skip, Annotator = "Zoë \"\\ \u0001 💡" },
            new AnswerWithdrawn { Sequence = 3, Time = time, Row = 3, Annotator = "Zoë" },
            new RowLabeled { Sequence = 4, Time = time, Row = 7, Answer = Sessions.Answer.Abnormal, Annotator = "Zoë" },
            new RowsAdded { Sequence = 5, Time = time, RowCount = 2, Fingerprint = "00ff" },
        ];
        Array.ForEach(events, added => store.Append("a", added));
        Assert.AreSequenceEqual(events.Select(SessionEventJson.Write), store.Read("a").Select(SessionEventJson.Write));
    }

    [TestMethod]
    public void Append_SessionIdsThatDatabasesMightMistake_KeepsThemApart()
    {
        var store = Open();
        string[] ids =
            ["a", "A", "a ", " a", "ä", "a\u0308", "💡", "it's; --", "@session", new('x', DatabaseSessionStore.LongestSessionId)];
        for (var i = 0; i < ids.Length; i++)
        {
            store.Append(ids[i], Event(0, row: i));
        }

        Assert.AreSequenceEqual(ids.Order(StringComparer.Ordinal), store.List());
        Assert.AreSequenceEqual(Enumerable.Range(0, ids.Length), ids.Select(id => ((RowAnswered)store.Read(id)[0]).Row));
    }

    [TestMethod]
    [DataRow("", "empty")]
    [DataRow("a\0b", "character 0")]
    [DataRow("a half", "half a character at 6")]
    public void Append_SessionIdThatCannotBeKept_Throws(string id, string found)
    {
        var store = Open();
        id += found.StartsWith("half", StringComparison.Ordinal) ? "\ud800" : string.Empty;
        Assert.Contains(found, Assert.Throws<ArgumentException>(() => store.Append(id, Event(0))).Message);
        Assert.Contains(found, Assert.Throws<ArgumentException>(() => store.Read(id)).Message);
    }

    [TestMethod]
    public void Append_SessionIdTooLong_Throws()
    {
        var store = Open();
        var id = new string('x', DatabaseSessionStore.LongestSessionId + 1);
        Assert.Contains("501 characters; at most 500", Assert.ThrowsExactly<ArgumentException>(() => store.Append(id, Event(0))).Message);
    }

    [TestMethod]
    public void Append_AfterASecondStoreWrote_Conflicts()
    {
        var (first, second) = (Open(), Open());
        first.Append("a", Event(0, row: 1));
        second.Append("a", Event(1, row: 2));
        Assert.Contains(
            "next event is 2",
            Assert.ThrowsExactly<SessionConflictException>(() => first.Append("a", Event(1, row: 3))).Message);
        Assert.AreSequenceEqual([Event(0, row: 1), Event(1, row: 2)], first.Read("a"));
    }

    [TestMethod]
    public void Append_FourProcessesFightingForOneSession_KeepsEachEventOnce()
    {
        const int count = 100;
        var (kind, place) = Where;
        using var store = Open();
        ChildProcess[] writers = [.. Enumerable.Range(0, 4).Select(_ => new ChildProcess(kind, place, "a", count))];
        Array.ForEach(writers, writer => writer.WaitForSuccess());
        var all = Enumerable.Range(0, 4 * count).Select(sequence => (long)sequence).ToArray();
        Assert.AreSequenceEqual(all, writers.SelectMany(writer => writer.Acknowledged).Order());
        Assert.AreSequenceEqual(all, store.Read("a").Select(kept => kept.Sequence));
        Array.ForEach(writers, writer => writer.Dispose());
    }

    [TestMethod]
    public void Open_ByEightAtOnce_MakesTheTablesOnce()
    {
        // Where there is no server the test is skipped here, and not on a thread.
        Assert.IsNotEmpty(Where.Place);
        using var begin = new Barrier(8);
        var opening = Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            () =>
            {
                begin.SignalAndWait();
                Open().Append($"{i}", Event(0));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        Task.WaitAll([.. opening]);
        Assert.HasCount(8, Open().List());
    }

    [TestMethod]
    public void Open_TablesOfAnOlderVersion_BringsThemUpAndKeepsTheLogs()
    {
        using (var old = Open())
        {
            old.Append("a", Event(0, row: 3));
        }

        var newer = new SessionStoreSchema(
            SessionStoreSchema.VersionOne,
            $"ALTER TABLE {SessionStoreSchema.EventTable} ADD COLUMN note TEXT NULL",
            $"CREATE TABLE second_step (note TEXT NULL)");
        using var store = Open(newer);
        store.Append("a", Event(1, row: 4));
        Execute($"INSERT INTO second_step (note) SELECT note FROM {SessionStoreSchema.EventTable}");
        Assert.AreSequenceEqual([Event(0, row: 3), Event(1, row: 4)], store.Read("a"));
    }

    [TestMethod]
    public void Open_MigrationThatFails_LeavesTheOldVersion()
    {
        Open().Append("a", Event(0));
        var newer = new SessionStoreSchema(
            SessionStoreSchema.VersionOne, "CREATE TABLE first_step (note TEXT NULL)", "CREATE TABLE first_step (note TEXT NULL)");
        Assert.ThrowsExactly<SessionStoreException>(() => Open(newer));
        Execute("CREATE TABLE first_step (note TEXT NULL)");
        Assert.HasCount(1, Open().Read("a"));
    }

    [TestMethod]
    public void Open_TablesOfANewerVersion_IsRefusedAndChangesNothing()
    {
        Open(new SessionStoreSchema(SessionStoreSchema.VersionOne, "CREATE TABLE later (note TEXT NULL)")).Append("a", Event(0));
        var message = Assert.ThrowsExactly<SessionStoreException>(() => Open()).Message;
        Assert.Contains("version 2; this version of the library reads 1 to 1", message);
        Assert.Contains("Update the library", message);
    }

    [TestMethod]
    [DataRow("DELETE FROM active_anomaly_schema", "holds 0 versions ()")]
    [DataRow("INSERT INTO active_anomaly_schema (version) VALUES (5)", "holds 2 versions (1, 5)")]
    [DataRow("UPDATE active_anomaly_schema SET version = 0", "holds 1 versions (0)")]
    public void Open_VersionThatIsNone_IsRefused(string sql, string found)
    {
        Open();
        Execute(sql);
        Assert.Contains(found, Assert.ThrowsExactly<SessionStoreException>(() => Open()).Message);
    }

    [TestMethod]
    [DataRow("DELETE FROM active_anomaly_events WHERE sequence = 1", "event 1 is missing, event 2 stands in its place")]
    [DataRow("UPDATE active_anomaly_events SET event = '{}' WHERE sequence = 1", "Event 1 of the session 'a'")]
    [DataRow(
        """
        UPDATE active_anomaly_events SET event = (SELECT event FROM active_anomaly_events WHERE sequence = 2) WHERE sequence = 1
        """,
        "event 1 says that it is event 2")]
    public void Read_LogThatWasTamperedWith_IsRefusedWithThePlace(string sql, string found)
    {
        var store = Open();
        for (var i = 0; i < 3; i++)
        {
            store.Append("a", Event(i, row: i));
        }

        Execute(sql);
        Assert.Contains(found, Assert.ThrowsExactly<SessionStoreException>(() => store.Read("a")).Message);
    }

    [TestMethod]
    public void Read_AHundredThousandEvents_GivesThemAll()
    {
        var store = Open();
        FillLongLog();
        var log = store.Read("long");
        Assert.HasCount(LongLogCount, log);
        Assert.AreEqual(Event(LongLogCount - 1), log[^1]);
        store.Append("long", Event(LongLogCount));
    }

    [TestMethod]
    public void Read_CancelledOnTheWay_Ends()
    {
        var store = Open();
        FillLongLog();
        using var cancelling = new CancellationTokenSource();
        var reading = Task.Factory.StartNew(
            () =>
            {
                // Read over and over: one of them is under way when it is cancelled, or has not begun.
                while (true)
                {
                    Assert.HasCount(LongLogCount, store.Read("long", cancelling.Token));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        cancelling.CancelAfter(TimeSpan.FromMilliseconds(50));
        var exception = Assert.ThrowsExactly<AggregateException>(reading.Wait);
        Assert.IsInstanceOfType<OperationCanceledException>(exception.InnerException);
    }

    [TestMethod]
    public void Dispose_ThenUsed_Throws()
    {
        var store = Open();
        store.Append("a", Event(0));
        store.Dispose();
        store.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => store.Append("a", Event(1)));
        Assert.ThrowsExactly<ObjectDisposedException>(() => store.Read("a"));
        Assert.ThrowsExactly<ObjectDisposedException>(() => store.List());
    }

    /// <summary>
    /// Checks that something is refused after a second, and not after the ten that are usual; where the machine was so busy that it took as
    /// long, once more.
    /// </summary>
    private protected static string IsRefusedAfterASecond(Action waits)
    {
        for (var attempt = 1;; attempt++)
        {
            var begin = TimeProvider.System.GetTimestamp();
            var message = Assert.ThrowsExactly<SessionStoreException>(waits).Message;
            var elapsed = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
            Assert.IsGreaterThan(0.9, elapsed);
            if (elapsed < 5)
            {
                return message;
            }

            Assert.IsLessThan(5, attempt, $"It took {elapsed:F1} s.");
        }
    }

    /// <summary>Writes a long log at once, beside the store.</summary>
    private void FillLongLog()
    {
        var lines = Enumerable.Range(0, LongLogCount).Select(i => $"('long', {i}, '{SessionEventJson.Write(Event(i))}')");
        Execute(string.Join(';', lines.Chunk(1000).Select(
            chunk => $"INSERT INTO {SessionStoreSchema.EventTable} (session_id, sequence, event) VALUES {string.Join(',', chunk)}")));
    }
}
