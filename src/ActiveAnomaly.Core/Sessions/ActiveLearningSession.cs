using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>
/// The active-learning loop over one pool: train, query, answer or skip, train again. Everything that happens is an event of
/// <see cref="Log"/>; the state is folded from it, and <see cref="Resume"/> goes on from it on another day with the same bits. A call
/// out of order throws <see cref="InvalidOperationException"/>. Not thread safe; <see cref="BeginTraining"/> lets training run beside.
/// </summary>
public sealed partial class ActiveLearningSession
{
    private readonly QueryStrategy _strategy;
    private readonly SessionOptions _options;
    private readonly SeededRandom _random;
    private readonly SessionFold _fold;
    private readonly SessionHistory _history;
    private readonly SessionAnswers _answers;

    /// <summary>Creates a session that has no model yet.</summary>
    /// <param name="pool">The rows [n x d].</param>
    /// <param name="detector">What is trained at every stage.</param>
    /// <param name="strategy">What chooses the rows to ask about.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="labels">Labels known beforehand; null for none.</param>
    /// <exception cref="ArgumentException">
    /// There is not one label a row, or the strategy asks and the detector learns from no label.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">JSON, which the log is kept as, cannot hold one of the detector's options.</exception>
    public ActiveLearningSession(
        FeatureMatrix pool, Detector detector, QueryStrategy strategy, SessionOptions? options = null, PoolLabels? labels = null)
        : this(
            pool, detector, strategy, Checked(options), SessionResumption.Creation(pool, detector, strategy, Checked(options), labels)) =>
            _options.Sink?.Invoke(_fold.Log[0]);

    private ActiveLearningSession(
        FeatureMatrix pool, Detector detector, QueryStrategy strategy, SessionOptions options, SessionCreated created)
    {
        Pool = pool;
        Detector = detector;
        _strategy = strategy;
        _options = options;
        _random = new SeededRandom(created.Seed);
        BudgetPerStage = created.BudgetPerStage;
        _fold = new SessionFold(options.LabelPolicy);
        _fold.Apply(created);
        _history = new SessionHistory(_fold, options.KeptStageCount);
        _answers = new SessionAnswers(_fold, _history, options, Add);
    }

    /// <summary>Gets the rows [n x d]. Rows added later stand at the end.</summary>
    public FeatureMatrix Pool { get; private set; }

    /// <summary>Gets what is trained at every stage.</summary>
    public Detector Detector { get; }

    /// <summary>Gets what chooses the rows to ask about.</summary>
    public QueryStrategy Strategy => _strategy;

    /// <summary>Gets the number of rows asked a stage, B; it is set when the session is created.</summary>
    public int BudgetPerStage { get; }

    /// <summary>Gets everything that happened, oldest first.</summary>
    public IReadOnlyList<SessionEvent> Log => _fold.Log;

    /// <summary>Gets the labels known so far: those known beforehand, and what the label policy makes of the answers.</summary>
    public PoolLabels Labels => _fold.Labels;

    /// <summary>Gets what the next step of the loop is.</summary>
    public SessionState State => _fold.Pending.Count > 0 ? SessionState.WaitingForAnswers
        : _fold.IsOutdated ? SessionState.ReadyToTrain
        : SessionState.ReadyToQuery;

    /// <summary>
    /// Gets a value indicating whether there is no model, or one that does not know what was decided of a row since (an answer that
    /// the label policy makes nothing of decides nothing), or of rows added since: Train is then allowed.
    /// </summary>
    public bool CanTrain => _fold.IsOutdated;

    /// <summary>Gets the number of stages trained so far.</summary>
    public int StageCount => _fold.Stages.Count;

    /// <summary>
    /// Gets the stages that this object has the models of, oldest first: all of them, or, in a resumed session, those from
    /// the last before on.
    /// </summary>
    public IReadOnlyList<SessionStage> History => _history;

    /// <summary>Gets the current model, or null before the first training.</summary>
    public DetectorModel? Model => _history.Model;

    /// <summary>Gets the rows asked about that wait for an answer (withdrawn ones do so again), in the order of choice.</summary>
    public IReadOnlyList<int> PendingRows => [.. _fold.Pending];

    /// <summary>Gets the number of rows without an answer: neither labelled nor skipped. Those that wait for one are among them.</summary>
    public int CandidateCount => _fold.RowCount - _fold.LabeledCount - _fold.Skipped.Count;

    /// <summary>Throws when a strategy would have an expert asked for a detector that cannot use the answers.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="strategy">The strategy.</param>
    /// <exception cref="ArgumentException">The strategy asks, and the detector learns from no label.</exception>
    public static void RequireUseOfAnswers(Detector detector, QueryStrategy strategy) =>
        SessionResumption.RequireUseOfAnswers(detector, strategy);

    /// <summary>
    /// Goes on from a log: the next model, query and random number have the same bits as if the session had never stopped.
    /// </summary>
    /// <param name="log">The session's events, in order.</param>
    /// <param name="pool">The same rows, those added later included.</param>
    /// <param name="detector">The same detector, with the same options and seed.</param>
    /// <param name="strategy">The same strategy.</param>
    /// <param name="options">
    /// The same options; what they leave open (seed, budget) is the log's. Their sink is handed new events only; without one the session
    /// goes on and keeps nothing, for the log is read only.
    /// </param>
    /// <param name="progress">Who is told how far the training of the last stage's model is, or null: models are not in the log.</param>
    /// <param name="cancellationToken">Cancels that training.</param>
    /// <returns>The session; its <see cref="History"/> begins with the last stage.</returns>
    /// <exception cref="SessionMismatchException">
    /// What was given is not what the log is about, or the log is damaged; the message says where.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static ActiveLearningSession Resume(
        IEnumerable<SessionEvent> log,
        FeatureMatrix pool,
        Detector detector,
        QueryStrategy strategy,
        SessionOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(pool);
        RequireUseOfAnswers(detector, strategy);
        options = Checked(options);
        SessionEvent[] events = [.. log];
        var created = SessionResumption.Creation(events);
        SessionResumption.RequireSame(created, detector, strategy, options);
        SessionResumption.RequireSamePool(events, created, pool);
        var session = new ActiveLearningSession(pool, detector, strategy, options, created);
        var last = events.OfType<StageTrained>().LastOrDefault();
        var lastQuery = events.LastOrDefault(past => past is RowsQueried { Purpose: QueryPurpose.Strategy });
        foreach (var past in events.AsSpan(1))
        {
            SessionResumption.RequireSameQuantile(strategy, session._fold.Outcomes, past, lastQuery);
            session._fold.Apply(past);
        }

        if (last is not null)
        {
            // What the last model was trained on is what the log said up to then.
            var seen = new SessionFold(options.LabelPolicy);
            Array.ForEach(events[..((int)last.SeenSequence + 1)], seen.Apply);
            var training = session.Training(
                SessionResumption.Rows(pool, 0, seen.RowCount),
                seen.Labels,
                last.PseudoAbnormalRows,
                last.Stage,
                last.SeenSequence);
            session._history.Add(training.Run(progress, cancellationToken).Stage with { TrainingTime = last.TrainingTime });
            session._history.HasChanged(last.Stage);
        }

        return session;
    }

    /// <summary>Trains a new model on all labels known so far. A cancelled or failed call leaves the session as it was.</summary>
    /// <param name="progress">Who is told how far training is, or null.</param>
    /// <param name="cancellationToken">Cancels training.</param>
    /// <returns>The new stage.</returns>
    /// <exception cref="InvalidOperationException">The model knows everything already (<see cref="CanTrain"/>).</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public SessionStage Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Complete(BeginTraining().Run(progress, cancellationToken));

    /// <summary>
    /// Takes down what a new model is to be trained on. Run it wherever you like, and hand the result to <see cref="Complete"/>; the
    /// session may be answered, queried and undone meanwhile.
    /// </summary>
    /// <returns>The training.</returns>
    /// <exception cref="InvalidOperationException">The model knows everything already (<see cref="CanTrain"/>).</exception>
    public PendingTraining BeginTraining() => CanTrain
        ? Training(Pool, Labels, PseudoAbnormalRows(), StageCount, _fold.Log.Count - 1)
        : throw OutOfOrder("train");

    /// <summary>Takes a model that was trained beside. What happened since stays, and the session can be trained again for it.</summary>
    /// <param name="training">What <see cref="PendingTraining.Run"/> gave.</param>
    /// <returns>The new stage.</returns>
    /// <exception cref="ArgumentException">The training is another session's.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another training of the same stage was taken before: this one is out of date.
    /// </exception>
    public SessionStage Complete(CompletedTraining training)
    {
        RequireNext(training);
        Add(new StageTrained
        {
            Sequence = _fold.Log.Count,
            Time = _options.Clock.GetUtcNow(),
            Stage = training.Stage.Stage,
            SeenSequence = training.Training.SeenSequence,
            PseudoAbnormalRows = training.Stage.PseudoAbnormalRows,
            TrainingTime = training.Stage.TrainingTime,
        });
        _history.Add(training.Stage);
        return training.Stage;
    }

    /// <summary>Takes down all answers, to make probabilities of the current model's scores with; run it wherever you like.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The calibration. Answers for audits (<see cref="QueryPurpose.Audit"/>) count as those for rows drawn at random.</returns>
    /// <exception cref="InvalidOperationException">There is no model, or none that knows everything (<see cref="CanTrain"/>).</exception>
    public PendingCalibration BeginCalibration(CalibrationOptions? options = null) => CanTrain
        ? throw OutOfOrder("calibrate", "Train")
        : PendingCalibration.Of(
            this, Request(Pool, Labels, _history.Last.PseudoAbnormalRows, _history.Last.Stage), _history.Last, options);

    /// <summary>Chooses the rows to ask about next. They then wait for <see cref="Answer"/> or <see cref="Skip"/>.</summary>
    /// <param name="count">How many, at least 1; null for <see cref="BudgetPerStage"/>.</param>
    /// <param name="ahead">
    /// Whether to ask ahead: by a model that does not know of the last answers yet, and while rows wait for an answer. These are not
    /// chosen again.
    /// </param>
    /// <param name="cancellationToken">Cancels the choice; the session then is as it was.</param>
    /// <returns>
    /// The rows, in the order of choice; fewer when fewer are left, none when none is or the strategy asks nothing. Of equal rows one,
    /// unless the options say that twins are asked.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// There is no model; or, unless asked ahead, no up-to-date one, or rows wait for an answer already.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The choice was cancelled.</exception>
    public IReadOnlyList<QueriedRow> Query(int? count = null, bool ahead = false, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count ?? 1, 1, nameof(count));
        if (_history.Count == 0 || (!ahead && State != SessionState.ReadyToQuery))
        {
            throw OutOfOrder("query");
        }

        var query = BeginQuery();
        int[] rows = query.Choose(count ?? BudgetPerStage, cancellationToken);
        return rows.Length == 0 ? [] : Ask(rows);
    }

    /// <summary>
    /// Takes down what the rows to ask about next are to be chosen by: the last model, and the labels and questions of now. Choose wherever
    /// you like, and hand rows to <see cref="Ask"/>; the session may be answered, trained and undone meanwhile.
    /// </summary>
    /// <returns>The choice.</returns>
    /// <exception cref="InvalidOperationException">There is no model.</exception>
    public PendingQuery BeginQuery()
    {
        if (_history.Count == 0)
        {
            throw OutOfOrder("query");
        }

        var stage = _history[^1];
        var labels = stage.QueryScores.Length == _fold.RowCount ? Labels : _fold.LabelsOf(stage.QueryScores.Length);
        var basis = Basis(labels, [.. _fold.Outcomes], Unaskable(labels.RowCount));
        return Choice(stage, basis, _fold.QueriesOf(stage.Stage).Count);
    }

    /// <summary>Asks about given rows: they then wait for <see cref="Answer"/> or <see cref="Skip"/>.</summary>
    /// <param name="rows">Rows without a label that were never asked about; none twice; at least one.</param>
    /// <param name="purpose">
    /// Why. <see cref="QueryPurpose.Strategy"/> is for rows that <see cref="BeginQuery"/> chose. Audits have their ranks taken down.
    /// </param>
    /// <returns>The rows, in the order given.</returns>
    /// <exception cref="InvalidOperationException">There is no model.</exception>
    /// <exception cref="ArgumentException">
    /// There is no row, a row is not in the pool that the last model was trained on, is there twice, is labelled, or was asked about
    /// before.
    /// </exception>
    public IReadOnlyList<QueriedRow> Ask(IReadOnlyList<int> rows, QueryPurpose purpose = QueryPurpose.Strategy)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (_history.Count == 0)
        {
            throw OutOfOrder("query");
        }

        var stage = _history.Last;
        SessionQuestions.RequireAskable(_fold, rows, stage.QueryScores.Length, purpose);
        Add(SessionQuestions.Event(_fold, stage, rows, purpose, _strategy, _options.Clock.GetUtcNow()));
        _history.HasChanged(stage.Stage);
        return [.. rows.Select((row, position) => new QueriedRow(row, stage.Scores.Span[row], stage.Stage, position, rows.Count))];
    }

    /// <summary>Adds rows at the pool's end; those before keep their indices. The next model is trained on all of them.</summary>
    /// <param name="rows">Rows of the same features; at least one.</param>
    /// <exception cref="ArgumentException">There is no row.</exception>
    /// <exception cref="FeatureDataException">The features are not those of the pool.</exception>
    public void AddRows(FeatureMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.RowCount == 0)
        {
            throw new ArgumentException("There are no rows to add.", nameof(rows));
        }

        var pool = Pool.Append(rows);
        Add(new RowsAdded
        {
            Sequence = _fold.Log.Count,
            Time = _options.Clock.GetUtcNow(),
            RowCount = rows.RowCount,
            Fingerprint = PoolFingerprint.Of(rows),
        });
        Pool = pool;
    }

    /// <summary>Keeps what whoever shows the pool wants to know again on another day, in place of what was kept before.</summary>
    /// <param name="properties">The properties by name.</param>
    public void Describe(IReadOnlyDictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        Add(new PoolDescribed
        {
            Sequence = _fold.Log.Count,
            Time = _options.Clock.GetUtcNow(),
            Properties = new Dictionary<string, string>(properties),
        });
    }

    /// <summary>
    /// Trains, and then <paramref name="stageCount"/> times queries, has <paramref name="oracle"/> answer, and trains again. Goes
    /// on from wherever the session stands, and ends early when there is nothing left to ask. Cancelling leaves all finished stages.
    /// </summary>
    /// <param name="oracle">Answers for one row.</param>
    /// <param name="stageCount">The number of queries, T, at least 0.</param>
    /// <param name="stageTrained">Called after every training, or null.</param>
    /// <param name="progress">Who is told how far a training is, or null.</param>
    /// <param name="cancellationToken">Cancels between rows, and while a strategy chooses or a model trains.</param>
    /// <exception cref="InvalidOperationException">
    /// One answer a row, as <see cref="LabelPolicy.UsualAnnotator"/>, is not enough for the label policy to decide.
    /// </exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void Run(
        Func<QueriedRow, Answer> oracle,
        int stageCount,
        Action<SessionStage>? stageTrained = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        ArgumentOutOfRangeException.ThrowIfNegative(stageCount);
        new SessionRun(this, _options.LabelPolicy, oracle, stageTrained, progress, cancellationToken).Run(stageCount);
    }

    private static SessionOptions Checked(SessionOptions? options)
    {
        options ??= new SessionOptions();
        options.Validate();
        return options;
    }

    private PendingTraining Training(
        FeatureMatrix pool, PoolLabels labels, IReadOnlyList<int> pseudoAbnormalRows, int stage, long seenSequence) =>
        new(this, Request(pool, labels, pseudoAbnormalRows, stage), seenSequence, _options.Clock);

    private TrainingRequest Request(FeatureMatrix pool, PoolLabels labels, IReadOnlyList<int> pseudoAbnormalRows, int stage) =>
        new(pool, labels)
        {
            LabelsCountForTwins = !_options.AsksTwins,
            PseudoAbnormalRows = pseudoAbnormalRows, Stage = stage, Previous = Model, Cache = _options.Cache,
        };

    private QueryBasis Basis(PoolLabels labels, QueryOutcome[] outcomes, HashSet<int> unaskable) =>
        new(Pool, labels, outcomes, unaskable, _fold.Log.Count - 1);

    /// <summary>Makes a choice by a stage's model, of what was taken down: safe on any thread.</summary>
    private PendingQuery Choice(SessionStage stage, QueryBasis basis, int queryIndex) => new(
        _strategy,
        () => new QueryContext(stage.QueryScores, basis.Labels, basis.Unaskable)
        {
            Model = stage.Model,
            Pool = SessionResumption.Rows(basis.Pool, 0, basis.Labels.RowCount),
            History = basis.Outcomes,
            Random = _random.Derive("query", stage.Stage),
        },
        _options.AsksTwins,
        stage.Stage,
        queryIndex,
        basis.SeenSequence);

    /// <summary>Gets those of the first rows that were skipped or wait for an answer.</summary>
    private HashSet<int> Unaskable(int rowCount) => _fold.Skipped.Concat(_fold.Pending).Where(row => row < rowCount).ToHashSet();

    /// <summary>
    /// Chooses the pseudo-abnormal rows by the scores of the current model, once rows were asked about, and with the labels
    /// of now, or with others.
    /// </summary>
    private int[] PseudoAbnormalRows(PoolLabels? labels = null)
    {
        var use = _options.PseudoAbnormal == PseudoAbnormalUse.Always
            || (_options.PseudoAbnormal == PseudoAbnormalUse.ByStrategy
                && _strategy.UsesPseudoAbnormalRows && Detector.UsesPseudoAbnormalRows);
        if (!use || _fold.QueryCount == 0)
        {
            return [];
        }

        var stage = _history[^1];
        labels ??= _fold.LabelsOf(stage.QueryScores.Length);
        return _options.PseudoAbnormalSelection.Select(
            stage.QueryScores.Span,
            labels,
            _options.AsksTwins ? labels : labels.WithTwins(SessionResumption.Rows(Pool, 0, labels.RowCount)),
            BudgetPerStage,
            _random.Derive("pseudo-abnormal", stage.Stage));
    }

    /// <summary>The one place where something happens: checked, then for good, then in memory.</summary>
    private void Add(SessionEvent sessionEvent)
    {
        _fold.Check(sessionEvent);
        _options.Sink?.Invoke(sessionEvent);
        _fold.Apply(sessionEvent);
    }

    private void RequireNext(CompletedTraining training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Training.Session != this)
        {
            throw new ArgumentException("The training belongs to another session.", nameof(training));
        }

        if (training.Stage.Stage != StageCount)
        {
            throw new InvalidOperationException(
                $"The training is that of stage {training.Stage.Stage}, and {StageCount} stages are trained already. Begin a new one.");
        }
    }

    private InvalidOperationException OutOfOrder(string call, string? first = null)
    {
        var next = first ?? State switch
        {
            SessionState.ReadyToTrain => "Train",
            SessionState.ReadyToQuery => "Query",
            _ => $"answer or skip rows {string.Join(", ", PendingRows)}",
        };
        return new InvalidOperationException($"The session cannot {call} now. First {next}.");
    }

    /// <summary>What the session knew when rows were to be chosen, but for the model.</summary>
    private sealed record QueryBasis(
        FeatureMatrix Pool, PoolLabels Labels, IReadOnlyList<QueryOutcome> Outcomes, IReadOnlySet<int> Unaskable, long SeenSequence);
}
