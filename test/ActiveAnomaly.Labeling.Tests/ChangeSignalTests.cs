namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class ChangeSignalTests
{
    private readonly Lock _gate = new();
    private readonly ChangeSignal _signal = new();

    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task WaitUntil_HoldsAfterTheThirdChange_LooksAfterEach()
    {
        var looks = 0;
        var waiting = _signal.WaitUntil(_gate, () => ++looks == 4, Timeout.InfiniteTimeSpan, Cancelled);
        for (var change = 1; change <= 3; change++)
        {
            Assert.IsFalse(waiting.IsCompleted);
            Change();
            while (Looks() <= change)
            {
                await Task.Yield();
            }
        }

        await waiting;
        Assert.AreEqual((4, 3L), (looks, _signal.Version));

        int Looks()
        {
            lock (_gate)
            {
                return looks;
            }
        }
    }

    [TestMethod]
    public async Task WaitUntil_NothingChanges_EndsAfterTheLongestWait()
    {
        var begin = TimeProvider.System.GetTimestamp();
        await _signal.WaitUntil(_gate, () => false, TimeSpan.FromMilliseconds(50), Cancelled);

        // Timers count in whole milliseconds of a clock of their own.
        Assert.IsGreaterThan(TimeSpan.FromMilliseconds(35), TimeProvider.System.GetElapsedTime(begin));
    }

    [TestMethod]
    public async Task WaitUntil_Cancelled_ThrowsHoweverItWaits()
    {
        foreach (var longest in new[] { Timeout.InfiniteTimeSpan, TimeSpan.FromMinutes(1) })
        {
            using var cancellation = new CancellationTokenSource();
            var waiting = _signal.WaitUntil(_gate, () => false, longest, cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        }
    }

    [TestMethod]
    public void WaitUntil_HoldsAlready_IsDone() =>
        Assert.IsTrue(_signal.WaitUntil(_gate, () => true, TimeSpan.Zero, Cancelled).IsCompletedSuccessfully);

    private void Change()
    {
        lock (_gate)
        {
            _signal.HasChanged();
        }
    }
}
