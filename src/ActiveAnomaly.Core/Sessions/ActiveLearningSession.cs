using System.Diagnostics;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Sessions;

/// <summary>
/// The active-learning loop over one pool: train, query, answer or skip, train again. The session owns the state; the
/// detector and the strategy keep none. A call out of order throws <see cref="InvalidOperationException"/>. Not thread safe.
/// </summary>
public sealed class ActiveLearningSession
{
    private readonly QueryStrategy _strategy;
    private readonly SessionOptions _options;
    private readonly SeededRandom _random;
    private readonly HashSet<int> _skipped = [];
    private readonly List<SessionStage> _history = [];
    private IReadOnlyList<int> _pseudoAbnormalRows = [];

    /// <summary>Creates a session that has no model yet.</summary>
    /// <param name="pool">The rows [n x d].</param>
    /// <param name="detector">What is trained at every stage.</param>
    /// <param name="strategy">What chooses the rows to ask about.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="labels">Labels known beforehand; null for none.</param>
    /// <exception cref="ArgumentException">There is not one label a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ActiveLearningSession(
        FeatureMatrix pool, Detector detector, QueryStrategy strategy, SessionOptions? options = null, PoolLabels? labels = null)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(strategy);
        RequireUseOfAnswers(detector, strategy);
        _options = options ?? new SessionOptions();
        _options.Validate();
        Pool = pool;
        Detector = detector;
        _strategy = strategy;
        Labels = labels ?? PoolLabels.None(pool.RowCount);
        if (Labels.RowCount != pool.RowCount)
        {
            throw new ArgumentException($"There are labels for {Labels.RowCount} rows and {pool.RowCount} rows in the pool; one label a row is needed.", nameof(labels));
        }

        _random = new SeededRandom(_options.Seed ?? detector.Seed);
        BudgetPerStage = _options.BudgetPerStage ?? SessionOptions.DefaultBudget(pool.RowCount);
    }

    /// <summary>Throws when a strategy would have an expert asked for a detector that cannot use the answers.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="strategy">The strategy.</param>
    /// <exception cref="ArgumentException">The strategy asks, and the detector learns from no label.</exception>
    public static void RequireUseOfAnswers(Detector detector, QueryStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(strategy);
        if (strategy.Asks && !detector.UsesLabels)
        {
            throw new ArgumentException(
                $"{detector.Name}, with these options, learns from no label, and the {strategy.Name} strategy would ask an expert for nothing. Take a detector that "
                + "uses labels (an autoencoder does with a UAI head), or NoQueryStrategy.",
                nameof(strategy));
        }
    }

    /// <summary>Gets the rows [n x d].</summary>
    public FeatureMatrix Pool { get; }

    /// <summary>Gets what is trained at every stage.</summary>
    public Detector Detector { get; }

    /// <summary>Gets what chooses the rows to ask about.</summary>
    public QueryStrategy Strategy => _strategy;

    /// <summary>Gets the number of rows asked a stage, B.</summary>
    public int BudgetPerStage { get; }

    /// <summary>Gets the labels known so far.</summary>
    public PoolLabels Labels { get; private set; }

    /// <summary>Gets what can be done next.</summary>
    public SessionState State { get; private set; } = SessionState.ReadyToTrain;

    /// <summary>Gets every stage so far, oldest first.</summary>
    public IReadOnlyList<SessionStage> History => _history;

    /// <summary>Gets the current model, or null before the first training.</summary>
    public DetectorModel? Model => _history.Count == 0 ? null : _history[^1].Model;

    /// <summary>Gets the rows of the last query that wait for an answer, in the order of choice.</summary>
    public IReadOnlyList<int> PendingRows => _history.Count == 0
        ? []
        : [.. _history[^1].QueriedRows.Where((_, position) => _history[^1].Answers[position] is null)];

    /// <summary>Gets the number of rows that could still be asked: neither labelled nor skipped.</summary>
    public int CandidateCount => Labels.RowCount - Labels.LabeledCount - _skipped.Count;

    /// <summary>Trains a new model on all labels known so far. A cancelled or failed call leaves the session as it was.</summary>
    /// <param name="progress">Who is told how far training is, or null.</param>
    /// <param name="cancellationToken">Cancels training.</param>
    /// <returns>The new stage.</returns>
    /// <exception cref="InvalidOperationException">The model is up to date, or rows wait for an answer.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public SessionStage Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Require(SessionState.ReadyToTrain, "train");
        var begin = Stopwatch.GetTimestamp();
        var trained = Detector.Fit(new TrainingRequest(Pool, Labels)
        {
            PseudoAbnormalRows = _pseudoAbnormalRows,
            Stage = _history.Count,
            Previous = Model,
            Cache = _options.Cache,
            Progress = progress,
            CancellationToken = cancellationToken,
        });
        _history.Add(new SessionStage
        {
            Stage = _history.Count,
            Model = trained.Model,
            Scores = trained.Scores,
            QueryScores = trained.QueryScores,
            NormalCount = Labels.NormalRows.Count,
            AbnormalCount = Labels.AbnormalRows.Count,
            PseudoAbnormalRows = _pseudoAbnormalRows,
            TrainingTime = Stopwatch.GetElapsedTime(begin),
        });
        State = SessionState.ReadyToQuery;
        return _history[^1];
    }

    /// <summary>Chooses the rows to ask about next. They then wait for <see cref="Answer"/> or <see cref="Skip"/>.</summary>
    /// <param name="count">How many, at least 1; null for <see cref="BudgetPerStage"/>.</param>
    /// <returns>The rows, in the order of choice; fewer when fewer are left, none when none is or the strategy asks nothing.</returns>
    /// <exception cref="InvalidOperationException">There is no up-to-date model, or rows wait for an answer already.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public IReadOnlyList<QueriedRow> Query(int? count = null)
    {
        Require(SessionState.ReadyToQuery, "query");
        ArgumentOutOfRangeException.ThrowIfLessThan(count ?? 1, 1, nameof(count));
        var stage = _history[^1];
        QueryOutcome[] outcomes = [.. _history.SkipLast(1).Select(past => past.Outcome)];
        var rows = _strategy.Select(
            new QueryContext(stage.QueryScores, Labels, _skipped)
            {
                Model = stage.Model,
                History = outcomes,
                Random = _random.Derive("query", stage.Stage),
            },
            count ?? BudgetPerStage);
        _history[^1] = stage with
        {
            QueriedRows = rows,
            Answers = new Answer?[rows.Length],
            BoundaryQuantile = _strategy.BoundaryQuantile(outcomes),
        };
        State = rows.Length > 0 ? SessionState.WaitingForAnswers : SessionState.ReadyToTrain;
        return [.. rows.Select((row, position) => new QueriedRow(row, stage.Scores.Span[row], stage.Stage, position, rows.Length))];
    }

    /// <summary>Answers for a row of the last query. The same answer twice changes nothing.</summary>
    /// <param name="rowIndex">The row.</param>
    /// <param name="label">Normal or abnormal.</param>
    /// <exception cref="InvalidOperationException">There has been no query.</exception>
    /// <exception cref="ArgumentException">The row was not asked about in the last query, the label is no answer, or it contradicts an earlier one.</exception>
    public void Answer(int rowIndex, RowLabel label)
    {
        if (label is not (RowLabel.Normal or RowLabel.Abnormal))
        {
            throw new ArgumentException($"The answer for row {rowIndex} is {label}; Normal and Abnormal are allowed. Call Skip for a row that nobody knows.", nameof(label));
        }

        Record(rowIndex, label == RowLabel.Normal ? Sessions.Answer.Normal : Sessions.Answer.Abnormal);
    }

    /// <summary>Leaves a row of the last query without a label; it is not asked about again in this session.</summary>
    /// <param name="rowIndex">The row.</param>
    /// <exception cref="InvalidOperationException">There has been no query.</exception>
    /// <exception cref="ArgumentException">The row was not asked about in the last query, or was answered.</exception>
    public void Skip(int rowIndex) => Record(rowIndex, Sessions.Answer.Skip);

    /// <summary>
    /// Trains, and then <paramref name="stageCount"/> times queries, has <paramref name="oracle"/> answer, and trains again. Goes
    /// on from wherever the session stands, and ends early when there is nothing left to ask. Cancelling leaves all finished stages.
    /// </summary>
    /// <param name="oracle">Answers for one row.</param>
    /// <param name="stageCount">The number of queries, T, at least 0.</param>
    /// <param name="stageTrained">Called after every training, or null.</param>
    /// <param name="progress">Who is told how far a training is, or null.</param>
    /// <param name="cancellationToken">Cancels between rows and during training.</param>
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
        if (State == SessionState.ReadyToTrain)
        {
            TrainAndTell();
        }

        for (var i = 0; i < stageCount; i++)
        {
            if (State == SessionState.ReadyToQuery && Query().Count == 0)
            {
                // Nothing was asked, so there is nothing to train again for.
                State = SessionState.ReadyToQuery;
                return;
            }

            AskPending(oracle, cancellationToken);
            TrainAndTell();
        }

        void TrainAndTell()
        {
            var stage = Train(progress, cancellationToken);
            stageTrained?.Invoke(stage);
        }
    }

    private void AskPending(Func<QueriedRow, Answer> oracle, CancellationToken cancellationToken)
    {
        var stage = _history[^1];
        foreach (var row in PendingRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var position = IndexOf(stage.QueriedRows, row);
            Record(row, oracle(new QueriedRow(row, stage.Scores.Span[row], stage.Stage, position, stage.QueriedRows.Count)));
        }
    }

    private void Record(int rowIndex, Answer answer)
    {
        if (!Enum.IsDefined(answer))
        {
            throw new ArgumentException($"The answer for row {rowIndex} is {(int)answer}; Normal, Abnormal and Skip are allowed.", nameof(answer));
        }

        var stage = _history.Count > 0 && _history[^1].QueriedRows.Count > 0
            ? _history[^1]
            : throw new InvalidOperationException("No row has been asked about since the last training. Call Query first.");
        var position = IndexOf(stage.QueriedRows, rowIndex);
        if (position < 0)
        {
            throw new ArgumentException(
                $"Row {rowIndex} was not asked about in this stage; rows {string.Join(", ", stage.QueriedRows)} were. Labels known beforehand go to the constructor.", nameof(rowIndex));
        }

        if (stage.Answers[position] is { } earlier)
        {
            if (earlier == answer)
            {
                return;
            }

            throw new ArgumentException($"Row {rowIndex} was answered {earlier} before and is {answer} now. Answers are never changed.", nameof(answer));
        }

        var answers = stage.Answers.ToArray();
        answers[position] = answer;
        if (answer == Sessions.Answer.Skip)
        {
            _skipped.Add(rowIndex);
        }
        else
        {
            Labels = Labels.With([new(rowIndex, answer == Sessions.Answer.Normal ? RowLabel.Normal : RowLabel.Abnormal)]);
        }

        _history[^1] = stage with { Answers = answers };
        if (!answers.Contains(null))
        {
            CloseQuery();
        }
    }

    private static int IndexOf(IReadOnlyList<int> rows, int rowIndex)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] == rowIndex)
            {
                return i;
            }
        }

        return -1;
    }

    private void CloseQuery()
    {
        var use = _options.PseudoAbnormal == PseudoAbnormalUse.Always
            || (_options.PseudoAbnormal == PseudoAbnormalUse.ByStrategy && _strategy.UsesPseudoAbnormalRows);
        var stage = _history[^1];
        _pseudoAbnormalRows = use
            ? _options.PseudoAbnormalSelection.Select(stage.QueryScores.Span, Labels, BudgetPerStage, _random.Derive("pseudo-abnormal", stage.Stage))
            : [];
        State = SessionState.ReadyToTrain;
    }

    private void Require(SessionState needed, string call)
    {
        if (State != needed)
        {
            var next = State switch
            {
                SessionState.ReadyToTrain => "Train",
                SessionState.ReadyToQuery => "Query",
                _ => $"answer or skip rows {string.Join(", ", PendingRows)}",
            };
            throw new InvalidOperationException($"The session cannot {call} now. First {next}.");
        }
    }
}
