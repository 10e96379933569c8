using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Trains whenever there is something new to learn, and beside that chooses what to ask next, each on a thread of its own: while a model is
/// trained answers may come in, the next training then takes all of them at once, and rows to ask about do not run out meanwhile, nor
/// where training fails. All members may be called from any thread.
/// </summary>
internal sealed class Retrainer : IDisposable
{
    private readonly Lock _gate;
    private readonly Lock _ending = new();
    private readonly ActiveLearningSession _session;
    private readonly int _upcomingCount;
    private readonly IRetrainerHost _host;
    private readonly Action _settle;
    private readonly Func<CompletedTraining, SessionStage> _complete;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopToken;
    private readonly RetryingThread _training;
    private readonly RetryingThread _choosing;
    private TimeSpan _trainingTime;
    private bool _isEnded;

    /// <summary>Creates it; <see cref="Start"/> begins.</summary>
    /// <param name="gate">What guards the session.</param>
    /// <param name="session">The session.</param>
    /// <param name="upcomingCount">How many rows are chosen ahead.</param>
    /// <param name="host">Who is told what comes of it.</param>
    /// <param name="settle">Takes up what the store kept without saying so; called with the gate held.</param>
    /// <param name="complete">Takes a model; called with the gate held.</param>
    public Retrainer(
        Lock gate,
        ActiveLearningSession session,
        int upcomingCount,
        IRetrainerHost host,
        Action settle,
        Func<CompletedTraining, SessionStage> complete)
    {
        (_settle, _complete) = (settle, complete);
        _gate = gate;
        _session = session;
        _upcomingCount = upcomingCount;
        _host = host;
        _stopToken = _stop.Token;
        _training = new RetryingThread("ActiveAnomaly training", Train, Tell(host.TrainingEnds), _stopToken);

        // A session that is opened again has trained its model already, and says how long that took.
        _trainingTime = session.History.Count > 0 ? session.History[^1].TrainingTime : TimeSpan.Zero;
        _choosing = new RetryingThread("ActiveAnomaly choosing", Choose, Tell(host.ChoosingEnds), _stopToken);
    }

    /// <summary>
    /// Gets how long the last training and the last choice took together; zero before the first. The gate must be held.
    /// </summary>
    public TimeSpan LastDuration { get; private set; }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _training.Start();
        _choosing.Start();
    }

    /// <summary>Says that something may have changed.</summary>
    public void Signal()
    {
        _training.Signal();
        _choosing.Signal();
    }

    /// <summary>
    /// Cancels what runs, and waits until it has stopped, unless a detector or a strategy calls it: it cannot wait for itself.
    /// </summary>
    public void Dispose()
    {
        if (_training.IsCurrent || _choosing.IsCurrent)
        {
            _stop.Cancel();
            return;
        }

        lock (_ending)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            _stop.Cancel();
            _training.Dispose();
            _choosing.Dispose();
            _stop.Dispose();
        }
    }

    /// <summary>Trains once, where that is needed; tells whether it may be needed again.</summary>
    private bool Train()
    {
        var begin = TimeProvider.System.GetTimestamp();
        PendingTraining training;
        lock (_gate)
        {
            _settle();
            if (!_session.CanTrain)
            {
                return false;
            }

            training = _session.BeginTraining();
            _host.Begins(training);
        }

        var completed = LabelingTelemetry.Train(() => training.Run(new Listener(_host), _stopToken));
        lock (_gate)
        {
            _settle();
            if (_session.StageCount != training.Stage)
            {
                // The one before is kept after all.
                return true;
            }

            _host.Trained(_complete(completed), training.SeenSequence);
            _trainingTime = TimeProvider.System.GetElapsedTime(begin);
        }

        _choosing.Signal();
        return true;
    }

    /// <summary>Chooses once, where that is needed; tells whether it may be needed again.</summary>
    private bool Choose()
    {
        var begin = TimeProvider.System.GetTimestamp();
        PendingQuery query;
        lock (_gate)
        {
            if (!_host.WantsChoice)
            {
                return false;
            }

            query = _session.BeginQuery();
        }

        var chosen = query.ChooseOneByOne(_upcomingCount, _stopToken);
        lock (_gate)
        {
            LastDuration = _trainingTime + TimeProvider.System.GetElapsedTime(begin);
            _host.Chosen(chosen, query);
        }

        _host.Finish();
        return true;
    }

    private Action<Exception?> Tell(Action<Exception?> host) => exception =>
    {
        if (exception is not null)
        {
            LabelingTelemetry.TrainingFailures.Add(1);
        }

        lock (_gate)
        {
            host(exception);
        }
    };

    private sealed class Listener(IRetrainerHost host) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => host.Progresses(value);
    }
}
