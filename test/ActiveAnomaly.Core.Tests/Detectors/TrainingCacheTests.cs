namespace ActiveAnomaly.Detectors;

[TestClass]
public sealed class TrainingCacheTests
{
    [TestMethod]
    public void GetOrAdd_SecondTime_ComputesNothing()
    {
        var cache = new TrainingCache();
        var count = 0;
        var first = cache.GetOrAdd("key", () => new[] { ++count });
        var second = cache.GetOrAdd("key", () => new[] { ++count });
        Assert.AreEqual(1, count);
        Assert.AreSame(first, second);
    }

    [TestMethod]
    public void GetOrAdd_OtherKey_Computes()
    {
        var cache = new TrainingCache();
        Assert.AreEqual((1, 2), (cache.GetOrAdd("one", () => 1), cache.GetOrAdd("two", () => 2)));
    }

    [TestMethod]
    public void GetOrAdd_AfterAFailure_ComputesAgain()
    {
        var cache = new TrainingCache();
        Assert.ThrowsExactly<OperationCanceledException>(() => cache.GetOrAdd<int>("key", () => throw new OperationCanceledException()));
        Assert.AreEqual(3, cache.GetOrAdd("key", () => 3));
    }

    [TestMethod]
    public void GetOrAdd_WhileAnotherThreadsComputationIsCancelled_ComputesItsOwn()
    {
        var cache = new TrainingCache();
        using var started = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        Exception? failure = null;
        var first = new Thread(() =>
        {
            try
            {
                cache.GetOrAdd<int>("key", () =>
                {
                    started.Set();
                    release.Wait();
                    throw new OperationCanceledException();
                });
            }
            catch (OperationCanceledException exception)
            {
                failure = exception;
            }
        });
        first.Start();
        started.Wait();
        var result = 0;
        var second = new Thread(() => result = cache.GetOrAdd("key", () => 5));
        second.Start();
        SpinWait.SpinUntil(() => second.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        release.Set();
        first.Join();
        second.Join();
        Assert.AreEqual(5, result);
        Assert.IsNotNull(failure);
    }

    [TestMethod]
    public void GetOrAdd_ValueOfAnotherType_Throws()
    {
        var cache = new TrainingCache();
        cache.GetOrAdd("key", () => 1);
        Assert.ThrowsExactly<InvalidOperationException>(() => cache.GetOrAdd("key", () => "one"));
    }
}
