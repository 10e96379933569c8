using System.Runtime.CompilerServices;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

[TestClass]
public sealed class TrainingCacheTests
{
    private static readonly FeatureMatrix Pool = FeatureMatrix.FromRows([[1], [2]]);

    [TestMethod]
    public void GetOrAdd_SecondTime_ComputesNothing()
    {
        var cache = new TrainingCache();
        var count = 0;
        var first = cache.GetOrAdd(Pool, "key", () => new[] { ++count });
        var second = cache.GetOrAdd(Pool, "key", () => new[] { ++count });
        Assert.AreEqual(1, count);
        Assert.AreSame(first, second);
    }

    [TestMethod]
    public void GetOrAdd_OtherKey_Computes()
    {
        var cache = new TrainingCache();
        Assert.AreEqual((1, 2), (cache.GetOrAdd(Pool, "one", () => 1), cache.GetOrAdd(Pool, "two", () => 2)));
    }

    [TestMethod]
    public void GetOrAdd_OtherPoolOfTheSameRows_Computes()
    {
        var cache = new TrainingCache();
        var other = Pool.Append(FeatureMatrix.FromRows([[3]]));
        Assert.AreEqual((1, 2), (cache.GetOrAdd(Pool, "key", () => 1), cache.GetOrAdd(other, "key", () => 2)));
        Assert.AreEqual((1, 2), (cache.GetOrAdd(Pool, "key", () => 3), cache.GetOrAdd(other, "key", () => 3)));
    }

    [TestMethod]
    public void GetOrAdd_PoolThatNobodyHasAnyMore_KeepsNeitherItNorWhatWasComputedOfIt()
    {
        var cache = new TrainingCache();
        var (pool, value) = Added(cache);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.IsFalse(pool.IsAlive);
        Assert.IsFalse(value.IsAlive);
        GC.KeepAlive(cache);
    }

    [TestMethod]
    public void GetOrAdd_AfterAFailure_ComputesAgain()
    {
        var cache = new TrainingCache();
        Assert.ThrowsExactly<OperationCanceledException>(
            () => cache.GetOrAdd<int>(Pool, "key", () => throw new OperationCanceledException()));
        Assert.AreEqual(3, cache.GetOrAdd(Pool, "key", () => 3));
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
                cache.GetOrAdd<int>(Pool, "key", () =>
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
        var second = new Thread(() => result = cache.GetOrAdd(Pool, "key", () => 5));
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
        cache.GetOrAdd(Pool, "key", () => 1);
        Assert.ThrowsExactly<InvalidOperationException>(() => cache.GetOrAdd(Pool, "key", () => "one"));
    }

    /// <summary>On a stack of its own, so that nothing here holds the pool.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Pool, WeakReference Value) Added(TrainingCache cache)
    {
        var pool = FeatureMatrix.FromRows([[1], [2]]);
        var value = cache.GetOrAdd(pool, "key", () => new { Pool = pool });
        return (new WeakReference(pool), new WeakReference(value));
    }
}
