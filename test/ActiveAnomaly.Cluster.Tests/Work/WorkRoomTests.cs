using System.Text;
using SiloProcess;

namespace ActiveAnomaly.Cluster.Work;

[TestClass]
public sealed class WorkRoomTests
{
    /// <summary>Shorter than what never ends.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    private readonly SpokenWork _work;
    private Action<CancellationToken> _before = _ => { };

    public WorkRoomTests() => _work = new SpokenWork(GivenRequests.WorkName) { Before = (_, stop) => _before(stop) };

    [TestMethod]
    public async Task BeginAsync_CallThatComesTwice_BeginsOneItem()
    {
        using var bothCame = new ManualResetEventSlim();
        var count = 0;
        _before = stop =>
        {
            Interlocked.Increment(ref count);
            bothCame.Wait(stop);
        };
        await using var room = Room();
        var request = GivenRequests.Of("square 5");
        Task<WorkReport>[] calls = [room.BeginAsync(request, isOwn: false), room.BeginAsync(request, isOwn: false)];
        bothCame.Set();

        var reports = await Task.WhenAll(calls);

        Assert.AreEqual(1, count);
        Assert.IsTrue(Array.TrueForAll(reports, report => report.State == WorkState.Done));
    }

    [TestMethod]
    public async Task BeginAsync_ItemThatNobodyAsksFor_IsStoppedAndItsSlotIsFree()
    {
        await using var room = Room(slotCount: 1, longestSilence: TimeSpan.FromSeconds(2), patience: Short);
        while (_work.MostRunning == 0)
        {
            // Asked for until it is done; who is kept from asking for longer than the silence has to begin anew.
            var first = GivenRequests.Of("forever");
            var report = await room.BeginAsync(first, isOwn: false);
            while (_work.MostRunning == 0 && report.State == WorkState.Running)
            {
                report = await room.ContinueAsync(first.Ticket);
            }
        }

        // Nobody asks for it from here on.
        WorkReport second;
        var attempts = 0;
        do
        {
            second = await EndAsync(room, GivenRequests.Of("square 6"), isOwn: false);
        }
        while (second.State == WorkState.Gone && ++attempts < 20);

        Assert.AreEqual("36", Encoding.UTF8.GetString(second.Content!));
        CollectionAssert.AreEqual(new[] { "forever" }, _work.Cancelled.ToArray());
    }

    [TestMethod]
    public async Task BeginAsync_UnknownWork_IsNotDone()
    {
        await using var room = Room();

        var report = await room.BeginAsync(GivenRequests.Of("square 5") with { WorkName = "sung/1" }, isOwn: false);

        Assert.AreEqual((WorkState.Gone, "it does no such work"), (report.State, report.Reason));
    }

    [TestMethod]
    public async Task BeginAsync_NoSlots_IsNotDone()
    {
        await using var room = Room(slotCount: 0);

        Assert.AreEqual(WorkState.Gone, (await room.BeginAsync(GivenRequests.Of("square 5"), isOwn: false)).State);
    }

    [TestMethod]
    public async Task BeginAsync_OwnItem_IsDoneThoughTheOthersSlotsAreTaken()
    {
        await using var room = Room(slotCount: 1, ownSlotCount: 1, patience: Short);
        var forever = GivenRequests.Of("forever");
        Assert.AreEqual(WorkState.Running, (await room.BeginAsync(forever, isOwn: false)).State);
        SpinWait.SpinUntil(() => _work.MostRunning == 1);
        Assert.AreEqual((1, 0), (room.Describe().SlotCount, room.Describe().FreeCount));

        var own = await EndAsync(room, GivenRequests.Of("square 6"), isOwn: true);

        Assert.AreEqual("36", Encoding.UTF8.GetString(own.Content!));
        await room.AbandonAsync(forever.Ticket);
        Assert.AreEqual(1, room.Describe().FreeCount);
    }

    [TestMethod]
    public async Task BeginAsync_OwnItemOfARoomForNobodyElse_IsDone()
    {
        await using var room = Room(slotCount: 0, ownSlotCount: 1);

        Assert.AreEqual(WorkState.Done, (await room.BeginAsync(GivenRequests.Of("square 5"), isOwn: true)).State);
        Assert.AreEqual(WorkState.Gone, (await room.BeginAsync(GivenRequests.Of("square 5"), isOwn: false)).State);
    }

    [TestMethod]
    public async Task BeginAsync_ClosedRoom_IsNotDone()
    {
        var room = Room();
        await room.DisposeAsync();

        var report = await room.BeginAsync(GivenRequests.Of("square 5"), isOwn: false);

        Assert.AreEqual((WorkState.Gone, "it is being stopped"), (report.State, report.Reason));
    }

    [TestMethod]
    public async Task ContinueAsync_UnknownItem_IsGone()
    {
        await using var room = Room();

        Assert.AreEqual(WorkState.Gone, (await room.ContinueAsync(Guid.NewGuid())).State);
    }

    [TestMethod]
    public async Task ContinueAsync_FailedItem_SaysWhyAndForgetsIt()
    {
        await using var room = Room();
        var request = GivenRequests.Of("fail purple");

        var report = await room.BeginAsync(request, isOwn: false);

        Assert.AreEqual((WorkState.Failed, "It is purple."), (report.State, report.Reason));
        Assert.AreEqual(WorkState.Gone, (await room.ContinueAsync(request.Ticket)).State);
    }

    [TestMethod]
    public async Task AbandonAsync_ItemThatRuns_HasStoppedWhenItReturns()
    {
        await using var room = Room();
        var request = GivenRequests.Of("forever");
        var report = room.BeginAsync(request, isOwn: false);
        SpinWait.SpinUntil(() => _work.MostRunning == 1);

        await room.AbandonAsync(request.Ticket);

        Assert.HasCount(1, _work.Cancelled);
        Assert.AreEqual(WorkState.Gone, (await report).State);
    }

    /// <summary>Makes a room whose calls wait until an item is done, however slow the machine is, unless said otherwise.</summary>
    private WorkRoom Room(
        int slotCount = 2, int? ownSlotCount = null, TimeSpan? longestSilence = null, TimeSpan? patience = null) =>
        new(
            [_work],
            slotCount,
            ownSlotCount,
            new WorkInputs(new GivenSilos(new LendingSilo())),
            longestSilence,
            patience ?? TimeSpan.FromMinutes(1));

    /// <summary>Begins an item, and asks after it until there is its end to tell.</summary>
    private static async Task<WorkReport> EndAsync(WorkRoom room, WorkRequest request, bool isOwn)
    {
        var report = await room.BeginAsync(request, isOwn);
        while (report.State == WorkState.Running)
        {
            report = await room.ContinueAsync(request.Ticket);
        }

        return report;
    }
}
