namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class RetryingThreadTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _done = new(0);
    private readonly SemaphoreSlim _spoke = new(0);
    private readonly List<string?> _told = [];

    public required TestContext TestContext { get; init; }

    public void Dispose()
    {
        _stop.Dispose();
        _done.Dispose();
        _spoke.Dispose();
    }

    [TestMethod]
    public async Task Start_Signals_WorksUntilNothingIsLeft()
    {
        var left = 3;
        using var thread = Start(() => --left > 0);
        await Wait(_done, 3);
        left = 1;
        thread.Signal();
        await Wait(_done, 1);
        await _stop.CancelAsync();
        thread.Dispose();
        Assert.AreEqual(0, left);
        Assert.IsEmpty(_told);
    }

    [TestMethod]
    public async Task Signal_AfterAFailure_TriesAgainAndSaysThatItWorks()
    {
        // It fails the first time only: whoever is slow here finds that it has tried again by itself.
        var count = 0;
        using var thread = Start(() => ++count == 1 ? throw new InvalidOperationException("broken") : false);
        await Wait(_spoke, 1);
        thread.Signal();
        await Wait(_spoke, 1);
        await _stop.CancelAsync();
        thread.Dispose();
        Assert.AreSequenceEqual(["broken", null], _told);
    }

    [TestMethod]
    public async Task Start_Failing_TriesAgainByItself()
    {
        using var thread = Start(() => throw new InvalidOperationException("broken"));
        await Wait(_spoke, 2);
        await _stop.CancelAsync();
        thread.Dispose();

        // Before it was stopped it may have tried once more.
        Assert.AreSequenceEqual(["broken", "broken"], _told.Take(2));
    }

    [TestMethod]
    public async Task Dispose_StepThrowsSomethingElseWhenItIsStopped_EndsQuietly()
    {
        using var begun = new SemaphoreSlim(0);
        using var thread = Start(() =>
        {
            begun.Release();
            _stop.Token.WaitHandle.WaitOne();
            throw new InvalidOperationException("cut off");
        });
        await Wait(begun, 1);
        await _stop.CancelAsync();
        thread.Dispose();
        Assert.IsEmpty(_told);
    }

    private RetryingThread Start(Func<bool> step)
    {
        var thread = new RetryingThread(
            "test",
            () =>
            {
                var isMoreLeft = step();
                _done.Release();
                return isMoreLeft;
            },
            failure =>
            {
                _told.Add(failure?.Message);
                _spoke.Release();
            },
            _stop.Token);
        thread.Start();
        return thread;
    }

    private async Task Wait(SemaphoreSlim happened, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.IsTrue(await happened.WaitAsync(TimeSpan.FromSeconds(30), TestContext.CancellationTokenSource.Token));
        }
    }
}
