using System.Security.Cryptography;
using System.Text;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// A session for people: answers are kept for good before they count, the model is trained anew beside answering, always on the latest
/// answers, and there is always a row to look at. Several annotators may answer at once. Thread safe.
/// </summary>
/// <remarks>
/// The order of events is total: whatever is answered, trained or asked is one event after another in the session's log, and the session
/// can be opened again from it, after a crash too. The store must have no other writer; a second one is found out, and the call throws
/// <see cref="SessionConflictException"/>.
/// </remarks>
public sealed partial class LabelingSession : IDisposable
{
    private const int KeyLength = 16;

    private readonly Lock _gate = new();
    private readonly ChangeSignal _signal = new();
    private readonly ActiveLearningSession _session;
    private readonly LabelPolicy _policy;
    private readonly SessionRecords _records;
    private readonly QuestionDesk _desk;
    private readonly LabelingStates _states;
    private readonly Retrainer _retrainer;
    private readonly QuestionGiver _questions;
    private readonly Lookaheads _lookaheads;
    private readonly TimeSpan _patience;
    private bool _isDisposed;

    private LabelingSession(
        ISessionStore store,
        string id,
        LabelingOptions options,
        LabelPolicy policy,
        Func<SessionOptions, ActiveLearningSession> open,
        IReadOnlyDictionary<string, string>? newProperties)
    {
        Store = store;
        Id = id;
        _policy = policy;
        _patience = options.Patience;
        _session = open(new SessionOptions
        {
            LabelPolicy = policy,
            Seed = options.Seed,
            Clock = options.Clock,
            KeptStageCount = 1,
            Cache = new TrainingCache(),
            Sink = Keep,
        });
        var created = (SessionCreated)_session.Log[0];
        Key = KeyOf(id, created);
        _records = new SessionRecords(_session.Log, policy, created.AsksTwins ? null : _session.Pool);
        var kept = newProperties ?? _records.Properties;
        var own = LabelingProperties.Of(options, kept, _session.Pool.RowCount);
        var properties = own.AddTo(kept);
        AuditShare = own.AuditShare;
        if (newProperties is not null || properties.Any(property => kept.GetValueOrDefault(property.Key) != property.Value))
        {
            _session.Describe(properties);
        }

        var audit = new AuditPlan(own.AuditShare, own.AuditTopCount, created.Seed, created.AsksTwins);
        _desk = new QuestionDesk(_session, _records, audit, policy, _signal);
        _states = new LabelingStates(_gate, _signal, _session, _records, _desk, audit, own.Budget, options);
        _states.TakeModel();
        _retrainer = new Retrainer(_gate, _session, options.UpcomingCount, _states, () => Settle(), Complete);
        _questions = new QuestionGiver(_gate, _signal, _desk, _states, _retrainer, options.LongestWait, () => _isDisposed);
        _lookaheads = new Lookaheads(
            _gate, _signal, _session, _records, _desk, _states, _retrainer, audit, policy, options, () => _isDisposed);
        LabelingTelemetry.SessionOpened();
        _retrainer.Start();
    }

    /// <summary>Gets where the session's log is kept.</summary>
    public ISessionStore Store { get; }

    /// <summary>Gets the session's id in the store.</summary>
    public string Id { get; }

    /// <summary>Gets what tells the session from any other, of the same id too, each time it is opened: 16 hexadecimal digits.</summary>
    internal string Key { get; }

    /// <summary>Gets the rows [n x d].</summary>
    public FeatureMatrix Pool => _session.Pool;

    /// <summary>Gets the detector's name.</summary>
    public string DetectorName => _session.Detector.Name;

    /// <summary>Gets the strategy's name.</summary>
    public string StrategyName => _session.Strategy.Name;

    /// <summary>Gets the label policy's name.</summary>
    public string PolicyName => _policy.Name;

    /// <summary>Gets who answers are taken to be of when nobody is named.</summary>
    public string UsualAnnotator => _policy.UsualAnnotator;

    /// <summary>Gets a value indicating whether anybody but <see cref="UsualAnnotator"/> may answer.</summary>
    public bool AllowsSeveralAnnotators => _policy is not OneAnnotatorPolicy;

    /// <summary>Gets the share of the questions that are drawn at random.</summary>
    public double AuditShare { get; }

    /// <summary>Gets what was kept of the pool when the session was created, by name.</summary>
    public IReadOnlyDictionary<string, string> Properties
    {
        get
        {
            lock (_gate)
            {
                return _records.Properties;
            }
        }
    }

    /// <summary>Gets the labels known so far: those known beforehand, and what the label policy makes of the answers.</summary>
    public PoolLabels Labels
    {
        get
        {
            lock (_gate)
            {
                return _session.Labels;
            }
        }
    }

    /// <summary>Gets what people said of the rows that carry an answer or a note, by row, of one moment.</summary>
    public IReadOnlyList<RowRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.TouchedRows.Select(_records.RecordOf)];
            }
        }
    }

    /// <summary>Gets state, labels and records of one moment: asked for one after the other, they may be of several.</summary>
    internal (LabelingState State, PoolLabels Labels, IReadOnlyList<RowRecord> Records) Moment
    {
        get
        {
            lock (_gate)
            {
                return (State, Labels, Records);
            }
        }
    }

    /// <summary>Gets where the session stands.</summary>
    public LabelingState State
    {
        get
        {
            lock (_gate)
            {
                return _states.Current;
            }
        }
    }

    /// <summary>
    /// Begins a session, and the training of its first model. Where that failed, or the program ended, before what the pool is was kept,
    /// the same call goes on from there.
    /// </summary>
    /// <param name="store">Where its log is kept.</param>
    /// <param name="id">The session's id, new in the store.</param>
    /// <param name="pool">The rows [n x d].</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="known">Labels known beforehand; they never change. Null for none.</param>
    /// <param name="properties">What is to be known of the pool on another day, by name; null for nothing.</param>
    /// <returns>The session.</returns>
    /// <exception cref="SessionConflictException">There is such a session already: open it.</exception>
    /// <exception cref="ArgumentException">There is not one label a row, or the detector learns from no label.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep it.</exception>
    public static LabelingSession Create(
        ISessionStore store,
        string id,
        FeatureMatrix pool,
        LabelingOptions? options = null,
        PoolLabels? known = null,
        IReadOnlyDictionary<string, string>? properties = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(pool);
        options = (options ?? new LabelingOptions()).CheckedFor(pool);
        return new LabelingSession(
            store,
            id,
            options,
            options.LabelPolicy ?? new LatestAnswerPolicy(),
            session => SessionBeginning.Begin(
                store, id, pool, options.DetectorWith(seed: 0), options.Strategy ?? new ThirdsStrategy(), session, known),
            properties ?? new Dictionary<string, string>());
    }

    /// <summary>
    /// Goes on with a session from its log: every answer that was acknowledged is there, and the last model is trained again.
    /// </summary>
    /// <param name="store">Where its log is kept.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="pool">The same rows, in the same order.</param>
    /// <param name="options">The options; null, and what they leave open, for those of the session.</param>
    /// <param name="progress">Who is told how far the training of the last model is, or null.</param>
    /// <param name="cancellationToken">Cancels reading and that training.</param>
    /// <returns>The session.</returns>
    /// <exception cref="KeyNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionMismatchException">What was given is not what the log is about; the message says where.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LabelingSession Open(
        ISessionStore store,
        string id,
        FeatureMatrix pool,
        LabelingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(pool);
        _ = (options ?? new LabelingOptions()).CheckedFor(pool);
        return Open(store, id, store.Read(id, cancellationToken), pool, options, progress, cancellationToken);
    }

    /// <summary>Goes on with a session whose log is read already.</summary>
    internal static LabelingSession Open(
        ISessionStore store,
        string id,
        IReadOnlyList<SessionEvent> log,
        FeatureMatrix pool,
        LabelingOptions? options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        options = (options ?? new LabelingOptions()).CheckedFor(pool);
        if (log.Count == 0 || log[0] is not SessionCreated created)
        {
            throw new SessionMismatchException($"The log of the session '{id}' does not begin with the session's creation.");
        }

        return new LabelingSession(
            store,
            id,
            options,
            options.LabelPolicy ?? LabelPolicies.Named(created.LabelPolicy),
            session => ActiveLearningSession.Resume(
                log,
                pool,
                options.DetectorWith(created.DetectorSeed),
                options.Strategy ?? new ThirdsStrategy(),
                session with { AsksTwins = created.AsksTwins },
                progress,
                cancellationToken),
            newProperties: null);
    }

    /// <summary>Gives the row that an annotator is to look at: the same until it is answered.</summary>
    /// <param name="annotator">Who.</param>
    /// <param name="another">Whether the row before him is put back for later, and another one wanted.</param>
    /// <param name="cancellationToken">Cancels waiting; nothing is asked then.</param>
    /// <returns>The question; without a row where none can be asked about within two seconds.</returns>
    /// <exception cref="ArgumentException">The label policy keeps the annotator out.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep the question; nothing was asked.</exception>
    public async Task<Question> NextQuestionAsync(string annotator, bool another = false, CancellationToken cancellationToken = default)
    {
        LabelPolicies.RequireAccepted(_policy, annotator);
        await _questions.WaitForRow(annotator, another, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return Again(() => _questions.Next(annotator, another));
        }
    }

    /// <summary>
    /// Takes an answer for any row, asked about or not. It is kept for good when the task completes. The same answer twice changes nothing;
    /// another one replaces the annotator's earlier one.
    /// </summary>
    /// <param name="annotator">Who answers.</param>
    /// <param name="row">The row.</param>
    /// <param name="answer">What he says.</param>
    /// <param name="cancellationToken">Cancels waiting for the next question, not the answer: once it is kept, it counts.</param>
    /// <returns>The receipt, with the next question; where that cannot be given or kept, it says why there is no row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">It contradicts what was known before, or the label policy keeps the annotator out.</exception>
    /// <exception cref="InvalidOperationException">A row is skipped that nobody can be asked about, for there is no model yet.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before it began.</exception>
    /// <exception cref="Stores.SessionStoreException">
    /// The store cannot keep it; the answer was not taken. Where it was to replace an earlier one, that may be taken back already. Where
    /// the message says that it is not known, for the connection broke: what is kept is taken up, and given again it is there once.
    /// </exception>
    /// <exception cref="SessionConflictException">Somebody else writes to the session; the answer was not taken.</exception>
    public async Task<AnswerReceipt> AnswerAsync(string annotator, int row, Answer answer, CancellationToken cancellationToken = default)
    {
        LabelPolicies.RequireAccepted(_policy, annotator);
        cancellationToken.ThrowIfCancellationRequested();
        var (sequence, answered, patience) = (0L, (long?)null, TimeSpan.Zero);
        ChosenRow? foreseen;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Take(annotator, row, answer);
            (sequence, answered) = (_session.Log.Count - 1, _records.SequenceOf(row, annotator));
            patience = _retrainer.LastDuration <= _patience ? _patience : TimeSpan.Zero;
            foreseen = _lookaheads.Take(annotator, row, answer);
        }

        try
        {
            await _signal.WaitUntil(
                _gate,
                () => (!_session.CanTrain && _states.IsChosenByModel) || _states.Failure is not null || _isDisposed,
                patience,
                cancellationToken).ConfigureAwait(false);
            await _questions.WaitForRow(annotator, another: false, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The answer is kept. Who gave it up gets no question.
            return new AnswerReceipt(
                sequence, row, new Question { Waiting = "The request was cancelled after the answer was kept." }, answered);
        }

        lock (_gate)
        {
            return new AnswerReceipt(sequence, row, _questions.NextAfterAnswer(annotator, foreseen), answered);
        }
    }

    /// <summary>Takes an answer back: undo. The row is before the annotator again.</summary>
    /// <param name="annotator">Whose answer.</param>
    /// <param name="row">The row; null for that of his last answer that stands.</param>
    /// <param name="answerSequence">The event that is the answer, so that no other one is taken back; null for whichever it is.</param>
    /// <returns>The receipt; the next question is the row, whatever others say of it.</returns>
    /// <exception cref="InvalidOperationException">There is nothing to take back, or the answer is another one.</exception>
    /// <exception cref="ArgumentException">The label policy keeps the annotator out.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep it; the answer stands.</exception>
    public AnswerReceipt Withdraw(string annotator, int? row = null, long? answerSequence = null)
    {
        LabelPolicies.RequireAccepted(_policy, annotator);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Settle();
            var taken = AnswerIntake.TakeBack(_session, _records, annotator, row, answerSequence);
            _desk.ShowAgain(annotator, taken);
            Changed();
            return new AnswerReceipt(_session.Log.Count - 1, taken, _questions.NextAfterAnswer(annotator), AnswerSequence: null);
        }
    }

    /// <summary>Writes something down about a row, in place of what the annotator wrote before.</summary>
    /// <param name="annotator">Who writes.</param>
    /// <param name="row">The row.</param>
    /// <param name="text">The note; empty for none. At most <see cref="NoteLimits.MostCharacters"/> characters.</param>
    /// <param name="tags">The tags; empty for none.</param>
    /// <returns>The last event of the session's log.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">
    /// Text, tags or a tag are longer than <see cref="NoteLimits"/> allow, a tag is empty, or the label policy keeps the annotator out.
    /// </exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep it.</exception>
    public long Note(string annotator, int row, string text, IReadOnlyList<string> tags) =>
        BringNote(annotator, row, text, tags, saidAt: null);

    /// <summary>Gets what people said of a row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The record.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public RowRecord RowOf(int row)
    {
        lock (_gate)
        {
            AnswerIntake.RequireRow(_session, row);
            return _records.RecordOf(row);
        }
    }

    /// <summary>Waits until something has changed.</summary>
    /// <param name="version">The <see cref="LabelingState.Version"/> that is known already.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>A task that completes when there is a newer version, or the session is closed.</returns>
    public Task WaitForChangeAsync(long version, CancellationToken cancellationToken = default) =>
        _signal.WaitUntil(_gate, () => _signal.Version > version || _isDisposed, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until there is a model that knows everything that is decided.</summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidOperationException">Training failed; the message says why.</exception>
    public async Task<ModelState> WaitForModelAsync(CancellationToken cancellationToken = default)
    {
        await _signal.WaitUntil(
            _gate,
            () => _isDisposed || _states.TrainingFailure is not null || !_session.CanTrain,
            Timeout.InfiniteTimeSpan,
            cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _states.TrainingFailure is { } failure
                ? throw new InvalidOperationException($"Training failed: {failure.Message}", failure)
                : _states.Model!;
        }
    }

    /// <summary>Makes probabilities of the scores, and thresholds, of a model that knows everything that is decided.</summary>
    /// <param name="options">The options; null for the defaults. Audits count as answers for rows drawn at random.</param>
    /// <param name="cancellationToken">Cancels; the session goes on beside.</param>
    /// <returns>The calibration.</returns>
    /// <exception cref="InvalidOperationException">Training failed, or the rows cannot support the rate of false alarms.</exception>
    public Task<Calibration> CalibrateAsync(CalibrationOptions? options = null, CancellationToken cancellationToken = default) =>
        UpToDateCalibration.RunAsync(_gate, _session, WaitForModelAsync, options, cancellationToken);

    /// <summary>Stops training, and waits until it has stopped. The log is complete; the session can be opened again.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                LabelingTelemetry.SessionClosed();
                _signal.HasChanged();
            }
        }

        _lookaheads.Dispose();

        // Whoever closes it while somebody else does waits as well.
        _retrainer.Dispose();
    }

    private void Take(string annotator, int row, Answer answer, DateTimeOffset? saidAt = null, bool asks = false)
    {
        Settle();
        LabelingTelemetry.KeepAnswer(_session, () => AnswerIntake.Take(_session, _records, annotator, row, answer, saidAt, asks));
        Changed();
    }

    /// <summary>Has what was said taken up; nothing that is found out beforehand is worth a processor now.</summary>
    private void Changed()
    {
        _lookaheads.Stop();
        _retrainer.Signal();
    }

    private static string KeyOf(string id, SessionCreated created) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"{id}\n{created.Time.UtcTicks}\n{created.Fingerprint}"))))[..KeyLength];
}
