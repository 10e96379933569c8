using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Runtime;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class LabelingWorkspaceTests
{
    private const string Text = "id,n,m\nA,1.5,3\nB,2,1\nC,2,4\nD,-4,9\nE,7,2\n";

    [TestMethod]
    public void Open_LongLog_IsReadOnce()
    {
        using var folder = new TemporaryFolder();
        var path = GivenPool.Written(folder, Text);
        var store = new CountingStore();
        using (var begun = LabelingWorkspace.Create(store, "s", LabelingPool.Read(path, new LabelingPoolOptions { IdColumn = "id" })))
        {
            begun.Session.AnswerAll("ada", [2], Answer.Abnormal);
        }

        var before = store.ReadCount;
        using var opened = LabelingWorkspace.Open(store, "s");
        Assert.AreEqual(1, store.ReadCount - before);
        Assert.AreEqual(Answer.Abnormal, opened.Session.RowOf(2).Decision);
    }

    [TestMethod]
    public void OpenOrCreate_SessionThatIsThere_IsReadOnce()
    {
        var store = new CountingStore();
        var mlContext = new MLContext(seed: 1);
        var data = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 6).Select(row => new Line { A = row, B = row * row }));
        LabelingWorkspace.OpenOrCreate(store, "s", data).Dispose();
        var before = store.ReadCount;
        using var opened = LabelingWorkspace.OpenOrCreate(store, "s", data);
        Assert.IsFalse(opened.IsNew);
        Assert.AreEqual(1, store.ReadCount - before);
    }

    [TestMethod]
    public void OpenSession_ColumnThatIsLeftOut_IsToldToTheLog()
    {
        var mlContext = new MLContext(seed: 1);
        var warnings = new List<string>();
        mlContext.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add(message.RawMessage);
            }
        };
        var data = mlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, 6).Select(row => new TimedLine { A = row, Span = TimeSpan.FromHours(row) }));
        using var workspace = mlContext.ActiveAnomaly().OpenSession(new MemorySessionStore(), "s", data);

        Assert.IsTrue(
            warnings.Exists(warning =>
                warning.Contains("'Span'", StringComparison.Ordinal) && warning.Contains("left out", StringComparison.Ordinal)),
            string.Join('\n', warnings));
    }

    [TestMethod]
    public void OpenSession_PoolOptions_SayWhatTheColumnsAre()
    {
        var mlContext = new MLContext(seed: 1);
        var data = mlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, 6).Select(row => new Line { A = row, B = row == 4 ? 1 : 0 }));
        var options = new LabelingPoolOptions { Table = new TableOptions { LabelColumn = "B" } };
        using var workspace = mlContext.ActiveAnomaly().OpenSession(new MemorySessionStore(), "s", data, poolOptions: options);

        Assert.AreEqual("B", workspace.Pool.Table.Schema.Label?.Name);
    }

    private sealed class TimedLine
    {
        public float A { get; set; }

        public TimeSpan Span { get; set; }
    }

    private sealed class Line
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private sealed class CountingStore : ISessionStore
    {
        private readonly MemorySessionStore _store = new();

        public int ReadCount { get; private set; }

        public void Append(string sessionId, SessionEvent sessionEvent) => _store.Append(sessionId, sessionEvent);

        public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default)
        {
            ReadCount++;
            return _store.Read(sessionId, cancellationToken);
        }

        public IReadOnlyList<string> List(CancellationToken cancellationToken = default) => _store.List(cancellationToken);
    }
}
