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
            Enumerable.Range(0, 6).Select(row => new Line { A = row, B = row switch { 4 => 1, 5 => float.NaN, _ => 0 } }));
        var options = new LabelingPoolOptions { Table = new TableOptions { LabelColumn = "B" } };
        using var workspace = mlContext.ActiveAnomaly().OpenSession(new MemorySessionStore(), "s", data, poolOptions: options);

        Assert.AreEqual("B", workspace.Pool.Table.Schema.Label?.Name);
    }

    /// <summary>Ids are never deleted: what could ask nothing must leave no trace.</summary>
    [TestMethod]
    public void OpenOrCreate_ViewInWhichEveryRowIsLabeled_IsRefusedBeforeAnythingIsWritten()
    {
        var store = new MemorySessionStore();
        var data = Labeled(row => row == 4 ? 1 : 0);

        Assert.ThrowsExactly<TableException>(() => LabelingWorkspace.OpenOrCreate(store, "s", data))
            .HasMessage("'Label'", "never ask", "LabelingPoolOptions.HidesLabels = true", "IgnoredColumns = [\"Label\"]");

        Assert.IsEmpty(store.List());
        using var hidden = LabelingWorkspace.OpenOrCreate(store, "s", data, poolOptions: new() { HidesLabels = true });
        Assert.IsNotNull(hidden.Pool.HiddenTruth);
        using var without = LabelingWorkspace.OpenOrCreate(store, "t", data, poolOptions: new()
        {
            Table = new TableOptions { HasLabel = false, IgnoredColumns = ["Label"] },
        });
        Assert.AreEqual(0, without.Pool.KnownLabels.LabeledCount);
    }

    [TestMethod]
    public void Create_FileInWhichEveryRowIsLabeled_IsRefused()
    {
        var store = new MemorySessionStore();
        var pool = GivenPool.Of("n,label\n1,0\n2,1\n3,0\n");

        Assert.ThrowsExactly<TableException>(() => LabelingWorkspace.Create(store, "s", pool)).HasMessage("HidesLabels");
        Assert.IsEmpty(store.List());
    }

    [TestMethod]
    public void OpenOrCreate_OneRowWithoutALabel_Begins()
    {
        using var workspace = LabelingWorkspace.OpenOrCreate(
            new MemorySessionStore(), "s", Labeled(row => row switch { 4 => 1, 5 => float.NaN, _ => 0 }));

        Assert.IsTrue(workspace.IsNew);
    }

    /// <summary>Such sessions were begun before they were refused.</summary>
    [TestMethod]
    public void OpenOrCreate_SessionThatIsThereWithEveryRowLabeled_GoesOn()
    {
        var store = new MemorySessionStore();
        var data = Labeled(row => row == 4 ? 1 : 0);
        LabelingWorkspace.CreateAsTold(store, "s", LabelingPool.ReadDataView(data), options: null).Dispose();

        using var workspace = LabelingWorkspace.OpenOrCreate(store, "s", data);
        Assert.IsFalse(workspace.IsNew);
    }

    private static IDataView Labeled(Func<int, float> label) => new MLContext(seed: 1).Data.LoadFromEnumerable(
        Enumerable.Range(0, 6).Select(row => new LabeledLine { A = row, Label = label(row) }));

    private sealed class LabeledLine
    {
        public float A { get; set; }

        public float Label { get; set; }
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
