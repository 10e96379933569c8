using System.Text;
using SiloProcess;

namespace ActiveAnomaly.Cluster.Work;

[TestClass]
public sealed class WorkRoomTests
{
    private readonly SpokenWork _work = new(GivenRequests.WorkName);

    [TestMethod]
    public async Task BeginAsync_CallThatComesTwice_BeginsOneItem()
    {
        await using var room = Room();
        var request = GivenRequests.Of("slowly 300 square 5");

        var reports = await Task.WhenAll(room.BeginAsync(request, isOwn: false), room.BeginAsync(request, isOwn: false));

        Assert.AreEqual(1, _work.MostRunning);
        Assert.IsTrue(Array.TrueForAll(reports, report => report.State == WorkState.Done));
    }

    [TestMethod]
    public async Task BeginAsync_ItemThatNobodyAsksFor_IsStoppedAndItsSlotIsFree()
    {
        await using var room = Room(slotCount: 1, longestSilence: TimeSpan.FromSeconds(2));
        var first = room.BeginAsync(GivenRequests.Of("forever"), isOwn: false);

        // Nobody asks after what this gives, which comes while the item runs.
        Assert.AreEqual(WorkState.Running, (await first).State);
        var second = await room.BeginAsync(GivenRequests.Of("square 6"), isOwn: false);

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
        await using var room = Room(slotCount: 1, ownSlotCount: 1);
        var forever = GivenRequests.Of("forever");
        Assert.AreEqual(WorkState.Running, (await room.BeginAsync(forever, isOwn: false)).State);
        Assert.AreEqual((1, 0), (room.Describe().SlotCount, room.Describe().FreeCount));

        var own = await room.BeginAsync(GivenRequests.Of("square 6"), isOwn: true);

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

    private WorkRoom Room(int slotCount = 2, int? ownSlotCount = null, TimeSpan? longestSilence = null) =>
        new([_work], slotCount, ownSlotCount, new WorkInputs(new GivenSilos(new LendingSilo())), longestSilence);
}
