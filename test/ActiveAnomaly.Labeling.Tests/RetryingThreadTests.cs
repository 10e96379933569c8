namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class RetryingThreadTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly List<string?> _told = [];
    private volatile Exception? _failure;

    public required TestContext TestContext { get; init; }

    public void Dispose()
    {
        _stop.Dispose();
        _begun.Dispose();
    }

    [TestMethod]
    public async Task Start_Signals_WorksUntilNothingIsLeft()
    {
        var left = 3;
        using var thread = Start(() => --left > 0);
        await Begun(3);
        left = 1;
        thread.Signal();
        await Begun(1);
        await _stop.CancelAsync();
        thread.Dispose();
        Assert.AreEqual(0, left);
        Assert.IsEmpty(_told);
    }

    [TestMethod]
    public async Task Signal_AfterAFailure_TriesAgainAndSaysThatItWorks()
    {
        _failure = new InvalidOperationException("broken");
        using var thread = Start(() => false);
        await Begun(1);
        _failure = null;
        thread.Signal();
        await Begun(1);
        await _stop.CancelAsync();
        thread.Dispose();
        Assert.AreSequenceEqual(["broken", null], _told);
    }

    [TestMethod]
    public async Task Start_Failing_TriesAgainByItself()
    {
        _failure = new InvalidOperationException("broken");
        using var thread = Start(() => false);
        await Begun(2);
        await _stop.CancelAsync();
        thread.Dispose();
        Assert.AreSequenceEqual(["broken", "broken"], _told);
    }

    [TestMethod]
    public async Task Dispose_StepThrowsSomethingElseWhenItIsStopped_EndsQuietly()
    {
        using var thread = Start(() =>
        {
            _stop.Token.WaitHandle.WaitOne();
            throw new InvalidOperationException("cut off");
        });
        await Begun(1);
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
                _begun.Release();
                return _failure is { } failure ? throw failure : step();
            },
            failure => _told.Add(failure?.Message),
            _stop.Token);
        thread.Start();
        return thread;
    }

    /// <summary>Waits until so many further steps have begun.</summary>
    private async Task Begun(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.IsTrue(await _begun.WaitAsync(TimeSpan.FromSeconds(30), TestContext.CancellationTokenSource.Token));
        }
    }
}
