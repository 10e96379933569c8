using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Trains on a thread of its own whenever there is something new to learn, and chooses what to ask next. While it trains answers may come
/// in;
/// the next training then takes all of them at once. All members may be called from any thread.
/// </summary>
internal sealed class Retrainer : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    private readonly Lock _gate;
    private readonly ActiveLearningSession _session;
    private readonly int _upcomingCount;
    private readonly IRetrainerHost _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Thread _thread;
    private TimeSpan _retry = FirstRetry;

    /// <summary>Creates it; <see cref="Start"/> begins.</summary>
    /// <param name="gate">What guards the session.</param>
    /// <param name="session">The session.</param>
    /// <param name="upcomingCount">How many rows are chosen ahead.</param>
    /// <param name="host">Who is told what comes of it.</param>
    public Retrainer(Lock gate, ActiveLearningSession session, int upcomingCount, IRetrainerHost host)
    {
        _gate = gate;
        _session = session;
        _upcomingCount = upcomingCount;
        _host = host;
        _thread = new Thread(Work) { IsBackground = true, Name = "ActiveAnomaly retraining" };
    }

    /// <summary>Gets how long the last training and choice took together, or null before the first.</summary>
    public TimeSpan? LastDuration { get; private set; }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _thread.Start();
        Signal();
    }

    /// <summary>Says that something may have changed.</summary>
    public void Signal()
    {
        if (!_stop.IsCancellationRequested)
        {
            _signal.Release();
        }
    }

    /// <summary>Cancels what runs, and waits until it has stopped.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        _stop.Dispose();
        _signal.Dispose();
    }

    private void Work()
    {
        try
        {
            while (true)
            {
                var isDue = _signal.Wait(_host.HasFailed ? _retry : Timeout.InfiniteTimeSpan, _stop.Token);
                while (_signal.CurrentCount > 0)
                {
                    _signal.Wait(_stop.Token);
                }

                _retry = isDue ? FirstRetry : TimeSpan.FromTicks(Math.Min(2 * _retry.Ticks, LongestRetry.Ticks));
                while (Step())
                {
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The session was closed: what was begun is in no log, and nobody waits for it.
        }
    }

    /// <summary>Trains and chooses once, where that is needed; tells whether it may be needed again.</summary>
    private bool Step()
    {
        try
        {
            var begin = TimeProvider.System.GetTimestamp();
            PendingTraining? training;
            lock (_gate)
            {
                if (!_session.CanTrain && !_host.WantsChoice)
                {
                    return false;
                }

                training = _session.CanTrain ? _session.BeginTraining() : null;
                if (training is not null)
                {
                    _host.Begins(training);
                }
            }

            if (training is not null)
            {
                var completed = training.Run(new Listener(_host), _stop.Token);
                lock (_gate)
                {
                    _host.Trained(_session.Complete(completed), training.SeenSequence);
                }
            }

            PendingQuery query;
            lock (_gate)
            {
                query = _session.BeginQuery();
            }

            var chosen = query.ChooseOneByOne(_upcomingCount, _stop.Token);
            LastDuration = training is null ? LastDuration : TimeProvider.System.GetElapsedTime(begin);
            lock (_gate)
            {
                _host.Chosen(chosen, query);
            }

            _host.Finish();
            return true;
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            // Whatever a detector, a strategy or a store throws: people go on answering, and are told.
            lock (_gate)
            {
                _host.Failed(exception);
            }

            return false;
        }
    }

    private sealed class Listener(IRetrainerHost host) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => host.Progresses(value);
    }
}
