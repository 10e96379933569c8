using System.Text;

namespace ActiveAnomaly.Cluster.Work;

[TestClass]
public sealed class RunningWorkTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [TestMethod]
    public async Task NextAsync_SeveralReports_TellsTheLatestOnceAndThenTheEnd()
    {
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var item = new RunningWork(async (progress, _) =>
        {
            progress.Report("0"u8.ToArray());
            progress.Report("half"u8.ToArray());
            reported.SetResult();
            await end.Task;
            return "done"u8.ToArray();
        });
        await reported.Task;

        var first = await item.NextAsync(Long);
        var second = await item.NextAsync(TimeSpan.Zero);
        end.SetResult();
        var last = await item.NextAsync(Long);

        Assert.AreEqual((WorkState.Running, "half"), (first.State, Encoding.UTF8.GetString(first.Content!)));
        Assert.AreEqual((WorkState.Running, null), (second.State, second.Content));
        Assert.AreEqual((WorkState.Done, "done"), (last.State, Encoding.UTF8.GetString(last.Content!)));
    }

    /// <summary>A time-out within the work is its failure: done again it would be the same.</summary>
    [TestMethod]
    public async Task NextAsync_WorkThatCancelsItself_HasFailed()
    {
        using var item = new RunningWork((_, _) => throw new TaskCanceledException("It took too long."));

        var report = await item.NextAsync(Long);

        Assert.AreEqual((WorkState.Failed, "It took too long."), (report.State, report.Reason));
    }

    [TestMethod]
    public async Task NextAsync_WorkThatIsStopped_IsGone()
    {
        using var item = new RunningWork(async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            return default;
        });
        await item.StopAsync();

        Assert.AreEqual(WorkState.Gone, (await item.NextAsync(Long)).State);
    }
}
