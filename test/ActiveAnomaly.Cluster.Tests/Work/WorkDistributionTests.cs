using ActiveAnomaly.Labeling.Clustering;
using SiloProcess;

namespace ActiveAnomaly.Cluster.Work;

[TestClass]
public sealed class WorkDistributionTests
{
    private static readonly WorkItem[] One = [SpokenWork.Item("a")];

    private readonly HeardWork _heard = new();

    [TestMethod]
    public async Task RunAsync_ItemThatThreeSilosAreLostWith_IsGivenUp()
    {
        var silo = new LosingSilo(_ => new SiloLostException("it is gone", new TimeoutException()));

        var exception = await Assert.ThrowsExactlyAsync<WorkException>(() => RunAsync(silo, One));

        Assert.StartsWith(
            "An item of 'work' was lost with 3 silos (127.0.0.1:2000, 127.0.0.1:2000, 127.0.0.1:2000; the last: it is gone)",
            exception.Message);
        Assert.HasCount(3, _heard.Losses);

        // Where the silo is there all the same, the item is stopped.
        Assert.HasCount(3, silo.Abandoned.Distinct().ToArray());
        Assert.IsEmpty(_heard.Results);
    }

    [TestMethod]
    public async Task RunAsync_ItemLostTwice_IsDone()
    {
        var silo = new LosingSilo(call => call < 2 ? new SiloLostException("it is gone", new TimeoutException()) : null);

        await RunAsync(silo, One);

        CollectionAssert.AreEqual(new[] { "a" }, _heard.Texts);
        CollectionAssert.AreEqual(
            new[] { (0, "127.0.0.1:2000", "it is gone"), (0, "127.0.0.1:2000", "it is gone") }, _heard.Losses);
    }

    [TestMethod]
    public async Task RunAsync_SiloThatSaysThatItDoesNot_CountsForNoLoss()
    {
        var silo = new LosingSilo(call => call < 4 ? new SiloLostException("it is being stopped") : null);

        await RunAsync(silo, One);

        CollectionAssert.AreEqual(new[] { "a" }, _heard.Texts);
        Assert.HasCount(4, _heard.Losses);
        Assert.IsEmpty(silo.Abandoned);
    }

    [TestMethod]
    public async Task RunAsync_SiloThatWasNotReachedAtFirst_IsAskedAgain()
    {
        await RunAsync(new LosingSilo(_ => null) { UnreachableCount = 2 }, One);

        CollectionAssert.AreEqual(new[] { "a" }, _heard.Texts);
    }

    [TestMethod]
    public async Task RunAsync_ListenerThatThrows_EndsWithItsException()
    {
        _heard.WhenTaken = (_, _) => throw new FormatException("Not so.");

        var exception = await Assert.ThrowsExactlyAsync<FormatException>(() => RunAsync(new LosingSilo(_ => null), One));

        Assert.AreEqual("Not so.", exception.Message);
    }

    /// <summary>The other slot of the silo would wait for the item that never comes back.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    [Timeout(20_000)]
    public async Task RunAsync_ListenerThatThrowsBesideAnotherSlot_EndsWithItsException(bool atTheEnd)
    {
        var told = 0;
        void Throw()
        {
            if (Interlocked.Increment(ref told) == 2)
            {
                throw new IOException("The disk is full.");
            }
        }

        _heard.WhenTaken = (_, _) => { if (!atTheEnd) Throw(); };
        _heard.WhenDone = () => { if (atTheEnd) Throw(); };

        var exception = await Assert.ThrowsExactlyAsync<IOException>(() => RunAsync(ownSlotCount: null, new BusySilo { SlotCount = 2 }));

        Assert.AreEqual("The disk is full.", exception.Message);
    }

    /// <summary>A silo whose slots are asked for now and then fail once: all of them go on.</summary>
    [TestMethod]
    public async Task RunAsync_SiloThatIsNotReachedOnceWhileItWorks_KeepsItsSlots()
    {
        var other = new BusySilo { SlotCount = 2, FreeCount = 2, FailedDescriptions = [2, 3], MayEnd = silo => silo.MostRunning > 1 };

        await RunAsync(ownSlotCount: 0, new BusySilo { SlotCount = 0 }, other);

        Assert.AreEqual(6, other.DoneCount);
        Assert.AreEqual(2, other.MostRunning);
    }

    [TestMethod]
    public async Task RunAsync_OwnSlots_ItemsGoToOthersOnlyWhereASlotIsFree()
    {
        // Whoever comes first waits for the other.
        BusySilo own = null!;
        var busy = new BusySilo { FreeCount = 0 };
        var idle = new BusySilo { FreeCount = 1, MayEnd = _ => own.BegunCount > 0 };
        own = new BusySilo { SlotCount = 0, MayEnd = _ => idle.DoneCount > 0 };

        await RunAsync(ownSlotCount: 1, own, busy, idle);

        Assert.AreEqual(0, busy.DoneCount);
        Assert.IsGreaterThan(0, idle.DoneCount);
        Assert.IsGreaterThan(0, own.DoneCount);
        Assert.HasCount(6, _heard.Results);
    }

    [TestMethod]
    public async Task RunAsync_NobodyElse_OwnSlotsDoAll()
    {
        var own = new BusySilo { SlotCount = 0, MayEnd = silo => silo.MostRunning > 1 };

        await RunAsync(ownSlotCount: 2, own);

        Assert.AreEqual(6, own.DoneCount);
        Assert.AreEqual(2, own.MostRunning);
    }

    [TestMethod]
    public async Task RunAsync_NoOwnSlots_ItemsWaitForSlots()
    {
        var busy = new BusySilo { FreeCount = 0 };

        await RunAsync(ownSlotCount: null, new BusySilo { SlotCount = 0 }, busy);

        Assert.AreEqual(6, busy.DoneCount);
    }

    private Task RunAsync(int? ownSlotCount, params BusySilo[] silos) => new WorkDistribution(
        new GivenSilos(silos), "work", [.. Enumerable.Range(0, 6).Select(i => SpokenWork.Item($"{i}"))], _heard, ownSlotCount)
        .RunAsync(CancellationToken.None);

    private Task RunAsync(LosingSilo silo, WorkItem[] items) =>
        new WorkDistribution(new GivenSilos(silo), "work", items, _heard, ownSlotCount: null).RunAsync(CancellationToken.None);
}
