using System.Diagnostics;

namespace ActiveAnomaly.Tool.Results;

[TestClass]
public sealed class SpacedWritesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _guard = new();
    private int _count;

    [TestMethod]
    public void Ask_WhileIsOver_WritesAtOnce()
    {
        using var writes = new SpacedWrites(_guard, TimeSpan.Zero, Write);

        Ask(writes);
        Ask(writes);

        Assert.AreEqual(2, _count);
    }

    [TestMethod]
    public void Ask_WhileLasts_WritesOnceAtItsEndThoughNothingMoreComes()
    {
        using var writes = new SpacedWrites(_guard, TimeSpan.FromMilliseconds(200), Write);
        var asked = Stopwatch.GetTimestamp();
        Ask(writes);
        Ask(writes);
        Assert.IsTrue(Volatile.Read(ref _count) == 0 || Stopwatch.GetElapsedTime(asked) > TimeSpan.FromMilliseconds(100));

        SpinWait.SpinUntil(() => Volatile.Read(ref _count) > 0, Patience);

        Assert.AreEqual(1, _count);
    }

    [TestMethod]
    public void Dispose_WriteAwaited_IsLeftToTheOwner()
    {
        using (var writes = new SpacedWrites(_guard, TimeSpan.FromMilliseconds(50), Write))
        {
            lock (_guard)
            {
                writes.Ask();
                writes.Dispose();
            }
        }

        Thread.Sleep(200);
        Assert.AreEqual(0, _count);
    }

    /// <summary>A disk that is full for a while: nobody hears it on the clock's thread, and the next that asks does.</summary>
    [TestMethod]
    public void Ask_AfterAWriteThatFailedInTheBackground_WritesAtOnceAndThrows()
    {
        using var failed = new ManualResetEventSlim();
        using var writes = new SpacedWrites(_guard, TimeSpan.FromMilliseconds(20), () =>
        {
            failed.Set();
            throw new IOException("full");
        });
        lock (_guard)
        {
            writes.Ask();
        }

        Assert.IsTrue(failed.Wait(Patience));
        lock (_guard)
        {
            Assert.ThrowsExactly<IOException>(writes.Ask);
        }
    }

    private void Ask(SpacedWrites writes)
    {
        lock (_guard)
        {
            writes.Ask();
        }
    }

    private void Write() => _count++;
}
