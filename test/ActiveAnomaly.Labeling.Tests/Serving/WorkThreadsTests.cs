namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class WorkThreadsTests
{
    [TestMethod]
    public async Task Run_MoreThanThreads_NoMoreAtATime()
    {
        var threads = new WorkThreads(3);
        var (now, most) = (0, 0);
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => threads.RunAsync(
            () =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++now);
                }

                Thread.Yield();
                lock (gate)
                {
                    now--;
                }

                Assert.IsFalse(Thread.CurrentThread.IsThreadPoolThread);
                return number;
            },
            CancellationToken.None)));
        Assert.IsInRange(1, 3, most);
    }

    [TestMethod]
    public async Task Run_Throws_GivesItsThreadBack()
    {
        var threads = new WorkThreads(1);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsExactlyAsync<FormatException>(
                () => threads.RunAsync<int>(() => throw new FormatException(), CancellationToken.None));
        }

        Assert.AreEqual(3, await threads.RunAsync(() => 3, CancellationToken.None));
    }

    [TestMethod]
    public async Task Run_CancelledWhileAllAreBusy_NeverHappens()
    {
        var threads = new WorkThreads(1);
        using var holds = new ManualResetEventSlim();
        using var leaving = new CancellationTokenSource();
        var first = threads.RunAsync(
            () =>
            {
                holds.Wait();
                return 1;
            },
            CancellationToken.None);
        var happened = false;
        var second = threads.RunAsync(() => happened = true, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => second);
        holds.Set();
        Assert.AreEqual(1, await first);
        Assert.AreEqual(2, await threads.RunAsync(() => 2, CancellationToken.None));
        Assert.IsFalse(happened);
    }
}
