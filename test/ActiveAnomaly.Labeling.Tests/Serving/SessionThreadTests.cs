namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class SessionThreadTests
{
    [TestMethod]
    public async Task Run_Several_HappenInOrderOnOneThread()
    {
        using var thread = new SessionThread();
        var order = new List<(int Number, int Thread)>();
        var tasks = Enumerable.Range(0, 100).Select(number => thread.RunAsync(
            () =>
            {
                order.Add((number, Environment.CurrentManagedThreadId));
                return number;
            },
            CancellationToken.None)).ToArray();
        Assert.AreSequenceEqual(Enumerable.Range(0, 100), await Task.WhenAll(tasks));
        Assert.AreSequenceEqual(Enumerable.Range(0, 100), order.Select(entry => entry.Number));
        Assert.HasCount(1, order.Select(entry => entry.Thread).ToHashSet());
    }

    [TestMethod]
    public async Task Run_CancelledBeforeItBegins_NeverHappens()
    {
        using var thread = new SessionThread();
        using var holds = new ManualResetEventSlim();
        using var leaving = new CancellationTokenSource();
        var first = thread.RunAsync(
            () =>
            {
                holds.Wait();
                return 1;
            },
            CancellationToken.None);
        var happened = false;
        var second = thread.RunAsync(() => happened = true, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => second);
        holds.Set();
        Assert.AreEqual(1, await first);
        Assert.AreEqual(3, await thread.RunAsync(() => 3, CancellationToken.None));
        Assert.IsFalse(happened);
        Assert.AreEqual(0, thread.WaitingCount);
    }

    [TestMethod]
    public async Task Run_CancelledWhileItHappens_HappensToTheEnd()
    {
        using var thread = new SessionThread();
        using var begun = new ManualResetEventSlim();
        using var holds = new ManualResetEventSlim();
        using var leaving = new CancellationTokenSource();
        var running = thread.RunAsync(
            () =>
            {
                begun.Set();
                holds.Wait();
                return 7;
            },
            leaving.Token);
        begun.Wait();
        await leaving.CancelAsync();
        holds.Set();
        Assert.AreEqual(7, await running);
    }

    [TestMethod]
    public async Task Run_Throws_GoesToWhoAskedAndTheThreadGoesOn()
    {
        using var thread = new SessionThread();
        await Assert.ThrowsExactlyAsync<FormatException>(
            () => thread.RunAsync<int>(() => throw new FormatException(), CancellationToken.None));
        Assert.AreEqual(3, await thread.RunAsync(() => 3, CancellationToken.None));
    }

    [TestMethod]
    public async Task Dispose_WithWorkWaiting_DoesItFirst()
    {
        var thread = new SessionThread();
        var tasks = Enumerable.Range(0, 50).Select(number => thread.RunAsync(() => number, CancellationToken.None)).ToArray();
        thread.Dispose();
        Assert.AreSequenceEqual(Enumerable.Range(0, 50), await Task.WhenAll(tasks));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => thread.RunAsync(() => 1, CancellationToken.None));
    }
}
