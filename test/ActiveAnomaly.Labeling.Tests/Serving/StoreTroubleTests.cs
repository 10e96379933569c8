using System.Net;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;
using Microsoft.Data.Sqlite;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>What the server says when its store cannot keep an answer: nothing was taken, and it goes on when the store can.</summary>
[TestClass]
public sealed class StoreTroubleTests
{
    [TestMethod]
    public async Task Answer_StoreLocked_Is503AndTakenLater()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(
            folder.File("store.db"), new SqliteSessionStoreOptions { LockTimeout = TimeSpan.FromSeconds(1) });
        await using var served = await ServedPool.StartAsync(folder, store);
        var length = served.Log.Count;
        using (var other = new SqliteConnection($"Data Source={folder.File("store.db")};Pooling=false"))
        {
            await other.OpenAsync();
            using var transaction = other.BeginTransaction(deferred: false);
            await RefusedAsync(served, "was locked by somebody else for 1 s", length);
        }

        await served.PostAsync("/api/answers", new { annotator = "ada", row = 3, answer = "normal" });
        Assert.AreEqual(Sessions.Answer.Normal, served.Session.RowOf(3).Decision);
    }

    /// <summary>Of two servers of one session the second can keep nothing: it says what to do, and that it is not ready.</summary>
    [TestMethod]
    public async Task Answer_AnotherWriterHasTheSession_Is503WithWhatToDoAndNotReady()
    {
        var store = new TroubledStore();
        using var folder = new TemporaryFolder();
        await using var served = await ServedPool.StartAsync(folder, store);
        store.OnAppend = SessionConflictException.Between("payments", 27, 29);
        var (status, detail) = await served.RefusedAsync(
            "/api/answers", """{"annotator":"ada","row":3,"answer":"normal"}""");
        using var ready = await served.Client.GetAsync("/health/ready");
        using var live = await served.Client.GetAsync("/health/live");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("Another program answers in this session too", detail);
        Assert.Contains("Stop this server", detail);
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.AreEqual("Unhealthy", await ready.Content.ReadAsStringAsync());
        Assert.AreEqual(HttpStatusCode.OK, live.StatusCode);
    }

    [TestMethod]
    public async Task Answer_DiskFull_Is503AndNothingIsTaken()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("store.db"), new SqliteSessionStoreOptions { PageLimit = 40 });
        await using var served = await ServedPool.StartAsync(folder, store);
        var text = new string('x', 9000);
        HttpStatusCode status;
        string detail;
        var sent = 0;
        do
        {
            (status, detail) = await NoteAsync(served, sent++ % 40, text);
        }
        while (status == HttpStatusCode.OK && sent < 100);

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("there is no room for", detail);
        Assert.AreEqual(sent - 1, served.Session.Records.Count(record => record.Notes.Count > 0));
        Assert.AreEqual(sent - 1, store.Read(ServedPool.SessionId).OfType<RowNoted>().Count());
    }

    /// <summary>The store answers, and lists its sessions, but keeps nothing: whoever sends people here is to know.</summary>
    [TestMethod]
    public async Task Ready_StoreKeepsNothing_Is503UntilItWould()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("store.db"));
        await using var served = await ServedPool.StartAsync(folder, store);
        var length = served.Log.Count;
        using var other = new SqliteConnection($"Data Source={folder.File("store.db")};Pooling=false");
        await other.OpenAsync();
        using var command = other.CreateCommand();
        command.CommandText =
            "CREATE TRIGGER refusal BEFORE INSERT ON active_anomaly_events BEGIN SELECT RAISE(ABORT, 'there is no room'); END";
        await command.ExecuteNonQueryAsync();
        await RefusedAsync(served, "there is no room", length);
        for (var i = 0; i < 2; i++)
        {
            using var unready = await served.Client.GetAsync("/health/ready");
            Assert.AreEqual(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        }

        command.CommandText = "DROP TRIGGER refusal";
        await command.ExecuteNonQueryAsync();
        using var ready = await served.Client.GetAsync("/health/ready");
        Assert.AreEqual(HttpStatusCode.OK, ready.StatusCode);
        Assert.HasCount(length, served.Log);
        Assert.AreSequenceEqual([ServedPool.SessionId], store.List());
    }

    [TestMethod]
    [DataRow("the file is read-only for this user")]
    [DataRow("it was written by a newer version")]
    public async Task Answer_StoreRefuses_Is503WithItsMessage(string message)
    {
        using var folder = new TemporaryFolder();
        var store = new TroubledStore();
        await using var served = await ServedPool.StartAsync(folder, store);
        var length = served.Log.Count;
        store.OnAppend = new SessionStoreException(message);
        await RefusedAsync(served, message, length);
        store.OnAppend = null;
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 3, answer = "normal" });
    }

    [TestMethod]
    public async Task Answer_SomebodyElseWrites_Is503()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("store.db"));
        await using var served = await ServedPool.StartAsync(folder, store);
        var log = served.Log;
        store.Append(ServedPool.SessionId, log[^1] with { Sequence = log.Count });
        await RefusedAsync(served, "Somebody else writes to it", log.Count + 1);
    }

    [TestMethod]
    public async Task Answer_SessionClosed_Is503()
    {
        await using var served = await ServedPool.StartAsync();
        served.Session.Dispose();
        var (status, detail) = await served.RefusedAsync("/api/answers", """{"annotator":"ada","row":3,"answer":"normal"}""");
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The session was closed", detail);
    }

    [TestMethod]
    public async Task Answer_ClientGoneBeforeItBegins_IsNotTaken()
    {
        using var folder = new TemporaryFolder();
        var store = new TroubledStore();
        await using var served = await ServedPool.StartAsync(folder, store);
        using var leaving = new CancellationTokenSource();
        using var hold = store.Hold();
        var begun = store.BegunCount;
        var first = served.PostAsync("/api/answers", new { annotator = "ada", row = 1, answer = "normal" });
        await UntilAsync(() => store.BegunCount > begun);

        // The second waits for its turn when its client goes away.
        using var content = new StringContent("""{"annotator":"ada","row":2,"answer":"normal"}""", null, "application/json");
        var second = served.Client.PostAsync("/api/answers", content, leaving.Token);
        await UntilAsync(() => served.Server.Parts.Served.WaitingChangeCount == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => second);
        await UntilAsync(() => served.Server.Parts.Served.WaitingChangeCount == 0);
        hold.Dispose();
        await first;
        await served.PostAsync("/api/notes", new { annotator = "ada", row = 5, text = "after" });
        Assert.AreSequenceEqual([1, 5], served.Session.Records.Select(record => record.Row));
    }

    [TestMethod]
    public async Task Answer_ClientGoneWhileItIsKept_IsTakenWhole()
    {
        using var folder = new TemporaryFolder();
        var store = new TroubledStore();
        await using var served = await ServedPool.StartAsync(folder, store);
        using var leaving = new CancellationTokenSource();
        using var hold = store.Hold();
        var begun = store.BegunCount;
        using var content = new StringContent("""{"annotator":"ada","row":2,"answer":"abnormal"}""", null, "application/json");
        var answering = served.Client.PostAsync("/api/answers", content, leaving.Token);
        await UntilAsync(() => store.BegunCount > begun);
        await leaving.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => answering);
        hold.Dispose();
        await served.PostAsync("/api/notes", new { annotator = "ada", row = 5, text = "after" });
        Assert.AreEqual(Sessions.Answer.Abnormal, served.Session.RowOf(2).Decision);
        Assert.AreSequenceEqual(Enumerable.Range(0, served.Log.Count), served.Log.Select(entry => (int)entry.Sequence));
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private static async Task RefusedAsync(ServedPool served, string message, int length)
    {
        var (status, detail) = await served.RefusedAsync("/api/answers", """{"annotator":"ada","row":3,"answer":"normal"}""");
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains(message, detail);
        Assert.HasCount(length, served.Log);
        Assert.IsEmpty(served.Session.RowOf(3).Answers);
    }

    private static async Task<(HttpStatusCode Status, string Detail)> NoteAsync(ServedPool served, int row, string text)
    {
        using var content = new StringContent($$"""{"annotator":"ada","row":{{row}},"text":"{{text}}"}""", null, "application/json");
        using var response = await served.Client.PostAsync("/api/notes", content);
        return response.IsSuccessStatusCode ? (response.StatusCode, string.Empty) : await ServedPool.ProblemOfAsync(response);
    }
}
