namespace ActiveAnomaly.Threading;

[TestClass]
public sealed class ParallelLoopTests
{
    [TestMethod]
    [DataRow(null)]
    [DataRow(1)]
    [DataRow(3)]
    public void Run_Steps_RunsEachOnce(int? jobCount)
    {
        var counts = new int[1000];
        ParallelLoop.Run(counts.Length, step => Interlocked.Increment(ref counts[step]), CancellationToken.None, jobCount);
        Assert.IsTrue(counts.All(count => count == 1));
    }

    [TestMethod]
    public void Run_StepThatThrows_ThrowsItsException() => Assert.ThrowsExactly<TimeoutException>(
        () => ParallelLoop.Run(100, _ => throw new TimeoutException("Too late."), CancellationToken.None));

    [TestMethod]
    public void Run_CancelledByAStep_Throws()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => ParallelLoop.Run(
            100_000,
            _ =>
            {
                source.Cancel();
                source.Token.ThrowIfCancellationRequested();
            },
            source.Token));
    }

    [TestMethod]
    public void Run_OneJob_RunsOneStepAtATime()
    {
        var (running, most) = (0, 0);
        ParallelLoop.Run(
            200,
            _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                Interlocked.Decrement(ref running);
            },
            CancellationToken.None,
            jobCount: 1);
        Assert.AreEqual(1, most);
    }
}
