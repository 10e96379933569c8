using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Keeps the model, the training and what came of them, and says where the session stands. Call with the session's gate held, but for what
/// <see cref="IRetrainerHost"/> says otherwise of.
/// </summary>
internal sealed class LabelingStates(
    Lock gate,
    ChangeSignal signal,
    ActiveLearningSession session,
    SessionRecords records,
    QuestionDesk desk,
    AuditPlan audit,
    int budget,
    LabelingOptions options) : IRetrainerHost
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly AdviceWriter _advice = new(audit.TopCount);
    private ModelState? _handedOver;
    private LabelingState? _state;
    private TrainingState? _training;
    private Exception? _choosingFailure;
    private long? _lastProgress;

    /// <summary>Gets the model, or null before the first.</summary>
    public ModelState? Model { get; private set; }

    /// <summary>Gets why the last attempt to train failed, or null.</summary>
    public Exception? TrainingFailure { get; private set; }

    /// <summary>Gets why the last attempt to train, or else to choose, failed, or null.</summary>
    public Exception? Failure => TrainingFailure ?? _choosingFailure;

    /// <summary>Gets a value indicating whether no choice comes before something that failed works again.</summary>
    public bool IsChoiceMissing => _choosingFailure is not null || (Model is null && TrainingFailure is not null);

    /// <summary>Gets a value indicating whether what is upcoming was chosen by the model that there is.</summary>
    public bool IsChosenByModel => desk.Stage == Model?.Stage;

    /// <inheritdoc/>
    public bool WantsChoice => desk.NeedsChoice || !IsChosenByModel;

    /// <summary>Gives where the session stands now.</summary>
    public LabelingState Current => _state is { } known && known.Version == signal.Version ? known : _state = Build();

    /// <summary>Takes the model that a session was opened with.</summary>
    public void TakeModel()
    {
        if (session.Model is not null && session.Log.OfType<StageTrained>().LastOrDefault() is { } trained)
        {
            Model = ModelOf(session.History[^1], trained.SeenSequence, trained.Time);
        }
    }

    /// <inheritdoc/>
    public void Begins(PendingTraining training)
    {
        _training = new TrainingState(training.Stage, options.Clock.GetUtcNow(), Fraction: null, "begins");
        signal.HasChanged();
    }

    /// <inheritdoc/>
    public void Trained(SessionStage stage, long seenSequence)
    {
        Model = ModelOf(stage, seenSequence, options.Clock.GetUtcNow());
        _training = null;
        TrainingFailure = null;
        signal.HasChanged();
    }

    /// <inheritdoc/>
    public void Chosen(IReadOnlyList<ChosenRow> chosen, PendingQuery query)
    {
        desk.Take(chosen, query);
        _handedOver = Model;
        _choosingFailure = null;
        signal.HasChanged();
    }

    /// <inheritdoc/>
    public void TrainingEnds(Exception? failure)
    {
        _training = null;
        TrainingFailure = failure;
        signal.HasChanged();
    }

    /// <inheritdoc/>
    public void ChoosingEnds(Exception? failure)
    {
        _choosingFailure = failure;
        signal.HasChanged();
    }

    /// <inheritdoc/>
    public void Progresses(TrainingProgress progress)
    {
        lock (gate)
        {
            if (_training is null || (_lastProgress is { } last && options.Clock.GetElapsedTime(last) < ProgressInterval))
            {
                return;
            }

            _lastProgress = options.Clock.GetTimestamp();
            var all = progress.Elapsed + progress.TimeLeft;
            _training = _training with
            {
                Fraction = all > TimeSpan.Zero ? Math.Clamp(progress.Elapsed / all, 0, 1) : null,
                Text = progress.Phase,
            };
            signal.HasChanged();
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        // The newest may be another by now, and then this one would be missing in what is said of the ranking.
        ModelState? model;
        lock (gate)
        {
            model = _handedOver;
        }

        if (model is not null)
        {
            // Sorted outside the gate, before anybody asks.
            _ = model.Ranks;
            lock (gate)
            {
                _advice.Take(model);
                signal.HasChanged();
            }
        }
    }

    private ModelState ModelOf(SessionStage stage, long seenSequence, DateTimeOffset time) =>
        new(stage, stage.NormalCount + stage.AbnormalCount, seenSequence, time, options.HiddenTruth);

    private LabelingState Build()
    {
        var questions = records.Decisions
            .Where(decision => records.Asked.ContainsKey(decision.Key) && decision.Value.Answer != Answer.Skip)
            .OrderBy(decision => decision.Value.Sequence)
            .Select(decision => (Row: decision.Key, decision.Value.Answer))
            .ToArray();
        var found = new FoundPoint[questions.Length];
        for (var i = 0; i < found.Length; i++)
        {
            var before = i == 0 ? 0 : found[i - 1].AbnormalCount;
            found[i] = new FoundPoint(i + 1, before + (questions[i].Answer == Answer.Abnormal ? 1 : 0));
        }

        SessionRecords.Decision[] decided = [.. records.Decisions.Values];
        return new LabelingState
        {
            Version = signal.Version,
            Sequence = session.Log.Count - 1,
            Model = Model,
            Training = _training,
            TrainingFailure = Failure is { } failure ? $"{failure.GetType().Name}: {failure.Message}" : null,
            UnseenAnswerCount = decided.Count(decision => Model is null || decision.Sequence > Model.SeenSequence),
            AskedCount = records.Asked.Count,
            AnsweredCount = decided.Length,
            NormalCount = decided.Count(decision => decision.Answer == Answer.Normal),
            AbnormalCount = decided.Count(decision => decision.Answer == Answer.Abnormal),
            SkippedCount = decided.Count(decision => decision.Answer == Answer.Skip),
            LabeledOutsideCount = records.Decisions.Keys.Count(row => !records.Asked.ContainsKey(row)),
            KnownCount = records.KnownCount,
            DisagreedRows = records.DisagreedRows(),
            TouchedRows = records.TouchedRows,
            Budget = budget,
            Found = found,
            Advice = _advice.Advise([.. questions
                .Where(question => records.Asked[question.Row].Purpose == QueryPurpose.Strategy)
                .TakeLast(StoppingAdvice.LongestWindow)
                .Select(question => question.Answer)]),
            Audit = audit.Result(session.Pool, session.Labels, Model, records),
            Annotators = [.. records.Annotators.Union(desk.Annotators).Order(StringComparer.Ordinal).Select(name => new AnnotatorState(
                name,
                records.AnswerCountOf(name),
                desk.RowBefore(name),
                records.LastOf(name)?.Row,
                records.LastOf(name)?.Sequence))],
        };
    }
}
