using System.Globalization;
using System.Security.Cryptography;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Stores;
using SiloProcess;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Silos do work for each other: in one process, and in several of which one is killed.</summary>
[TestClass]
public sealed class WorkerTests : IDisposable
{
    private const string WorkName = "spoken/1";

    /// <summary>Far longer than anything takes here: it ends what hangs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly string _connectionString = PostgresServer.Shared.CreateSchema();
    private readonly HeardWork _heard = new();

    /// <summary>Is set when all may go on: items that wait for it are not done before what the test is about has happened.</summary>
    private readonly ManualResetEventSlim _goesOn = new();

    public void Dispose() => _goesOn.Dispose();

    [TestMethod]
    public async Task DistributeAsync_TwoSilos_DoEachItemOnce()
    {
        await using var driver = await JoinAsync(1, Waiting());
        await using var helper = await JoinAsync(2, Waiting());
        GoOnWhenSilosTook(2);

        await driver.DistributeAsync(
            WorkName, [.. Enumerable.Range(0, 30).Select(i => SpokenWork.Item($"slowly 50 square {i}"))], _heard);

        CollectionAssert.AreEqual(
            Enumerable.Range(0, 30).Select(i => (i * i).ToString(CultureInfo.InvariantCulture)).ToArray(), _heard.Texts);
        CollectionAssert.AreEquivalent(
            new[] { driver.Name, helper.Name }, _heard.Taken.Select(taken => taken.Silo).Distinct().ToArray());
        Assert.IsEmpty(_heard.Losses);
    }

    [TestMethod]
    public async Task DistributeAsync_MoreItemsThanSlots_DoesAsManyAtATimeAsThereAreSlots()
    {
        var work = Waiting(untilRunning: 3);
        await using var driver = await JoinAsync(3, work);

        // Two who have work done share the slots.
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => driver.DistributeAsync(
            WorkName, [.. Enumerable.Range(0, 12).Select(i => SpokenWork.Item($"slowly 40 square {i}"))], new HeardWork())));

        Assert.AreEqual(3, work.MostRunning);
    }

    [TestMethod]
    public async Task DistributeAsync_LargeInputAndResult_ArriveWhole()
    {
        var content = new byte[(5 << 20) + 17];
        new Random(1).NextBytes(content);
        var input = new WorkInput(content);
        var helping = Waiting();
        await using var driver = await JoinAsync(1, Waiting());
        await using var helper = await JoinAsync(1, helping);
        GoOnWhenSilosTook(2);

        await driver.DistributeAsync(
            WorkName,
            [
                .. Enumerable.Range(0, 12).Select(_ => SpokenWork.Item("hash", input)),
                SpokenWork.Item($"repeat {(3 << 20) + 5}"),
                SpokenWork.Item("repeat 0"),
            ],
            _heard);

        var hash = Convert.ToHexString(SHA256.HashData(content));
        Assert.IsTrue(_heard.Texts.Take(12).All(text => text == hash));
        var results = _heard.Results.OrderBy(result => result.Index).Select(result => result.Result).ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(0, (3 << 20) + 5).Select(i => (byte)i).ToArray(), results[12]);
        Assert.IsEmpty(results[13]);

        // The helper had it once.
        Assert.AreEqual(1, helping.InputCount);
    }

    [TestMethod]
    public async Task DistributeAsync_FailingItem_SaysWhatFailedAndWhereAndStopsTheOthers()
    {
        var work = Waiting(untilRunning: 2);
        await using var driver = await JoinAsync(2, work);

        var exception = await Assert.ThrowsExactlyAsync<WorkException>(() => driver.DistributeAsync(
            WorkName, [SpokenWork.Item("forever"), SpokenWork.Item("fail purple")], _heard));

        Assert.AreEqual($"An item of '{WorkName}' failed on the silo {driver.Name}: It is purple.", exception.Message);
        CollectionAssert.AreEqual(new[] { "forever" }, work.Cancelled.ToArray());
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task DistributeAsync_Cancelled_StopsWhatIsUnderWayEverywhereAndHasToldWhatIsDone()
    {
        var (own, others) = (new SpokenWork(WorkName), new SpokenWork(WorkName));
        await using var driver = await JoinAsync(1, own);
        await using var helper = await JoinAsync(1, others);
        using var cancel = new CancellationTokenSource();
        var done = new HeardWork();
        await driver.DistributeAsync(WorkName, [SpokenWork.Item("square 3")], done, cancel.Token);
        var cancelling = Task.Run(() =>
        {
            Assert.IsTrue(SpinWait.SpinUntil(() => own.Running == 1 && others.Running == 1, Longest));
            cancel.Cancel();
        });

        var exception = await Assert.ThrowsAsync<OperationCanceledException>(() => driver.DistributeAsync(
            WorkName, [SpokenWork.Item("forever"), SpokenWork.Item("forever")], _heard, cancel.Token));
        await cancelling;

        Assert.AreEqual(cancel.Token, exception.CancellationToken);
        Assert.HasCount(1, own.Cancelled);
        Assert.HasCount(1, others.Cancelled);
        CollectionAssert.AreEqual(new[] { "9" }, done.Texts);
    }

    [TestMethod]
    public async Task DistributeAsync_ItemThatReports_TellsTheLatestReport()
    {
        await using var driver = await JoinAsync(1, new SpokenWork(WorkName) { AfterReport = GoOn });
        _heard.WhenReported = report =>
        {
            if (report == "half")
            {
                _goesOn.Set();
            }
        };

        await driver.DistributeAsync(WorkName, [SpokenWork.Item("report half")], _heard);

        // The one before it is told too where it is asked for between the two.
        Assert.AreEqual((0, "half"), _heard.Reports[^1]);
        CollectionAssert.AreEqual(new[] { "reported" }, _heard.Texts);
    }

    [TestMethod]
    public async Task DistributeAsync_SiloOfAnotherVersion_TakesNoPart()
    {
        var other = new SpokenWork("spoken/2");
        await using var driver = await JoinAsync(1, new SpokenWork(WorkName));
        await using var helper = await JoinAsync(4, other);

        await driver.DistributeAsync(
            WorkName, [.. Enumerable.Range(0, 8).Select(i => SpokenWork.Item($"slowly 50 square {i}"))], _heard);

        Assert.HasCount(8, _heard.Results);
        Assert.AreEqual(0, other.MostRunning);
    }

    [TestMethod]
    public async Task DistributeAsync_WorkThatTheSiloHasNot_SaysWhichItHas()
    {
        await using var driver = await JoinAsync(1, new SpokenWork(WorkName));

        var exception = await Assert.ThrowsExactlyAsync<ArgumentException>(() => driver.DistributeAsync("sung/1", [], _heard));

        Assert.Contains("no work called 'sung/1'; it has 'spoken/1'", exception.Message);
    }

    [TestMethod]
    public async Task DistributeAsync_NoItems_IsDone()
    {
        await using var driver = await JoinAsync(1, new SpokenWork(WorkName));

        await driver.DistributeAsync(WorkName, [], _heard);

        Assert.IsEmpty(_heard.Taken);
    }

    [TestMethod]
    public async Task DistributeAsync_SiloThatIsStopped_HasItsItemsDoneElsewhere()
    {
        await using var driver = await JoinAsync(1, Waiting());

        // It does none to the end.
        var helper = await JoinAsync(4, new SpokenWork(WorkName)
        {
            Before = static (_, stop) =>
            {
                stop.WaitHandle.WaitOne();
                stop.ThrowIfCancellationRequested();
            },
        });
        var stopping = Task.CompletedTask;
        _heard.WhenTaken = (_, silo) =>
        {
            if (silo == helper.Name)
            {
                _heard.WhenTaken = null;
                stopping = helper.DisposeAsync().AsTask();
                _goesOn.Set();
            }
        };

        await driver.DistributeAsync(
            WorkName, [.. Enumerable.Range(0, 6).Select(i => SpokenWork.Item($"square {i}"))], _heard);
        await stopping;

        CollectionAssert.AreEqual(new[] { "0", "1", "4", "9", "16", "25" }, _heard.Texts);
        Assert.IsNotEmpty(_heard.Losses);
        Assert.IsTrue(_heard.Losses.All(loss => loss.Silo == helper.Name));
    }

    [TestMethod]
    public async Task DistributeAsync_SiloThatIsKilled_HasItsItemsDoneElsewhereOnce()
    {
        await using var driver = await JoinAsync(1, Waiting());
        using var child = await WorkChild.StartAsync(_connectionString, WorkName, slotCount: 2);
        _heard.WhenTaken = (_, silo) =>
        {
            if (silo == child.Name)
            {
                _heard.WhenTaken = null;
                child.Kill();
                _goesOn.Set();
            }
        };

        await driver.DistributeAsync(
            WorkName, [.. Enumerable.Range(0, 30).Select(i => SpokenWork.Item($"square {i}"))], _heard);

        CollectionAssert.AreEqual(
            Enumerable.Range(0, 30).Select(i => (i * i).ToString(CultureInfo.InvariantCulture)).ToArray(), _heard.Texts);
        Assert.IsNotEmpty(_heard.Losses);
        Assert.IsTrue(_heard.Losses.All(loss => loss.Silo == child.Name));
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task DistributeAsync_OwnSiloIsStopped_EndsAsCancelled()
    {
        var driver = await JoinAsync(1, new SpokenWork(WorkName));
        var working = driver.DistributeAsync(WorkName, [SpokenWork.Item("forever")], _heard);
        await _heard.FirstTaken;

        await driver.DisposeAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => working);
    }

    [TestMethod]
    public async Task JoinAsync_BesideSilosWithSessions_IsGivenNoSession()
    {
        await using var silo = await GivenSilo.StartAsync(rowCount: 60);
        await using var first = await JoinAsync(silo.ConnectionString, 1, new SpokenWork(WorkName));
        await using var second = await JoinAsync(silo.ConnectionString, 1, new SpokenWork(WorkName));
        string[] others = [.. Enumerable.Range(0, 5).Select(i => $"other{i}")];
        foreach (var id in others)
        {
            GivenSessions.Begin(silo.ConnectionString, id, Path.Combine(silo.Folder, "payments.csv"));
        }

        foreach (var id in (string[])[GivenSilo.SessionId, .. others])
        {
            await silo.OpenAsync(id);
        }
    }

    /// <summary>Makes work whose items wait until all may go on.</summary>
    /// <param name="untilRunning">With how many items at a time all may go on; null where the test says when.</param>
    private SpokenWork Waiting(int? untilRunning = null) => new(WorkName)
    {
        Before = (running, stop) =>
        {
            if (running == untilRunning)
            {
                _goesOn.Set();
            }

            GoOn(stop);
        },
    };

    private void GoOn(CancellationToken stop) => Assert.IsTrue(_goesOn.Wait(Longest, stop), "Nothing goes on.");

    /// <summary>Has all go on when so many silos have taken items.</summary>
    private void GoOnWhenSilosTook(int count) => _heard.WhenTaken = (_, _) =>
    {
        if (_heard.Taken.Select(taken => taken.Silo).Distinct().Count() == count)
        {
            _goesOn.Set();
        }
    };

    private Task<IWorker> JoinAsync(int slotCount, SpokenWork work) => JoinAsync(_connectionString, slotCount, work);

    private static Task<IWorker> JoinAsync(string connectionString, int slotCount, SpokenWork work) =>
        new SiloHost().JoinAsync(new WorkerOptions { ConnectionString = connectionString, Works = [work], SlotCount = slotCount });
}
