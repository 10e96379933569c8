using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>
/// What the events of a session add up to, without any model. One answer costs no more in a pool of a million rows than in a small
/// one: labels are put together when they are asked for. Not thread safe.
/// </summary>
internal sealed class SessionFold(LabelPolicy policy)
{
    private readonly List<SessionEvent> _log = [];
    private readonly List<StageTrained> _stages = [];
    private readonly List<RowsQueried> _queries = [];
    private readonly List<QueryTally> _tallies = [];
    private readonly List<QueryOutcome> _outcomes = [];
    private readonly List<int?> _outcomeOfQuery = [];
    private readonly HashSet<int> _outdatedOutcomes = [];
    private readonly Dictionary<int, (int Query, int Position)> _asked = [];
    private readonly Dictionary<int, AnnotatedAnswer[]> _answers = [];
    private readonly Dictionary<int, (Answer Answer, long Sequence)> _decisions = [];
    private readonly SortedDictionary<(int Query, int Position), int> _pending = [];
    private readonly HashSet<int> _skipped = [];
    private SessionCreated? _created;
    private Dictionary<int, RowLabel>? _known;
    private PoolLabels? _labels;
    private long _lastChange = -1;

    public IReadOnlyList<SessionEvent> Log => _log;

    public IReadOnlyList<StageTrained> Stages => _stages;

    public int RowCount { get; private set; }

    public int QueryCount => _queries.Count;

    /// <summary>Gets the number of rows that carry a label.</summary>
    public int LabeledCount => _created!.NormalRows.Count + _created.AbnormalRows.Count + _decisions.Count - _skipped.Count;

    public IReadOnlySet<int> Skipped => _skipped;

    /// <summary>Gets the rows asked about that nothing is decided of, in the order of choice.</summary>
    public IReadOnlyCollection<int> Pending => _pending.Values;

    /// <summary>Gets a value indicating whether there is no model, or a decision or a row that the last one does not know of.</summary>
    public bool IsOutdated => _stages.Count == 0 || _lastChange > _stages[^1].SeenSequence;

    /// <summary>Gets the labels of all rows.</summary>
    public PoolLabels Labels => _labels ??= LabelsOf(RowCount);

    /// <summary>Gets what came of every query of the strategy so far, oldest first: a view, good until the next event.</summary>
    public IReadOnlyList<QueryOutcome> Outcomes
    {
        get
        {
            foreach (var query in _outdatedOutcomes)
            {
                if (_outcomeOfQuery[query] is { } outcome)
                {
                    _outcomes[outcome] = _tallies[query].Outcome;
                }
            }

            _outdatedOutcomes.Clear();
            return _outcomes;
        }
    }

    /// <summary>Gives what would have come of every query of the strategy if a row that nothing is decided of were answered.</summary>
    public QueryOutcome[] OutcomesIf(int row, Answer answer)
    {
        QueryOutcome[] outcomes = [.. Outcomes];
        if (_asked.TryGetValue(row, out var asked) && _outcomeOfQuery[asked.Query] is { } index)
        {
            outcomes[index] = _tallies[asked.Query].OutcomeIf(asked.Position, before: null, answer);
        }

        return outcomes;
    }

    /// <summary>Tells whether a row was asked about.</summary>
    public bool WasAsked(int row) => _asked.ContainsKey(row);

    /// <summary>Gets the stage whose model asked about a row.</summary>
    public int StageThatAsked(int row) => _queries[_asked[row].Query].Stage;

    /// <summary>Gets what an annotator said of a row, or null.</summary>
    public Answer? AnswerOf(int row, string annotator)
    {
        foreach (var answer in _answers.GetValueOrDefault(row) ?? [])
        {
            if (answer.Annotator == annotator)
            {
                return answer.Answer;
            }
        }

        return null;
    }

    /// <summary>Gets what was known of a row when the session was created.</summary>
    public RowLabel KnownLabel(int row) => (_known ??= KnownLabels()).GetValueOrDefault(row);

    /// <summary>Gets the queries that were made with a stage's model.</summary>
    public IReadOnlyList<RowsQueried> QueriesOf(int stage)
    {
        // Stages ask in their order, so that they stand at the end.
        var first = _queries.Count;
        while (first > 0 && _queries[first - 1].Stage >= stage)
        {
            first--;
        }

        return [.. _queries.Skip(first).TakeWhile(query => query.Stage == stage)];
    }

    /// <summary>Gets what is decided of a row, or null.</summary>
    public Answer? Decision(int row) => _decisions.TryGetValue(row, out var decision) ? decision.Answer : null;

    /// <summary>Gets the labels of the first rows of the pool, such as those that an older model has scores of.</summary>
    public PoolLabels LabelsOf(int rowCount)
    {
        var labels = new RowLabel[rowCount];
        int[] known = [.. _created!.NormalRows.Concat(_created.AbnormalRows).Where(row => row < rowCount)];
        Array.Sort(known);
        foreach (var row in _created.NormalRows.Where(row => row < rowCount))
        {
            labels[row] = RowLabel.Normal;
        }

        foreach (var row in _created.AbnormalRows.Where(row => row < rowCount))
        {
            labels[row] = RowLabel.Abnormal;
        }

        var decided = _decisions.Where(decision => decision.Value.Answer != Answer.Skip && decision.Key < rowCount)
            .OrderBy(decision => decision.Value.Sequence).ToArray();
        foreach (var (row, decision) in decided)
        {
            labels[row] = ((Answer?)decision.Answer).ToLabel();
        }

        return PoolLabels.Owning(labels, [.. known, .. decided.Select(decision => decision.Key)]);
    }

    /// <summary>Throws when an event cannot follow on those before, or the policy cannot decide on it; changes nothing.</summary>
    /// <exception cref="SessionMismatchException">The event cannot follow on those before.</exception>
    public void Check(SessionEvent sessionEvent)
    {
        Require(sessionEvent.Sequence == _log.Count, sessionEvent, $"its sequence is {sessionEvent.Sequence}");
        Require(
            sessionEvent is SessionCreated == (_log.Count == 0),
            sessionEvent,
            "the creation of a session is its first event, and no other is");
        switch (sessionEvent)
        {
            case SessionCreated:
                break;
            case StageTrained trained:
                Require(
                    trained.Stage == _stages.Count && trained.SeenSequence >= 0 && trained.SeenSequence < trained.Sequence,
                    trained,
                    $"it trains stage {trained.Stage}");
                break;
            case RowsQueried queried:
                Check(queried);
                break;
            case RowAnswered answered:
                Require(WasAsked(answered.Row), answered, $"row {answered.Row} was not asked about");
                Require(
                    AnswerOf(answered.Row, answered.Annotator) is null,
                    answered,
                    $"{answered.Annotator} answered for row {answered.Row} before");
                DecisionOf(With(answered.Row, answered.Annotator, answered.Answer));
                break;
            case RowLabeled labeled:
                Check(labeled);
                break;
            case AnswerWithdrawn withdrawn:
                Require(
                    AnswerOf(withdrawn.Row, withdrawn.Annotator) is not null,
                    withdrawn,
                    $"{withdrawn.Annotator} has no answer for row {withdrawn.Row}");
                DecisionOf(Without(withdrawn));
                break;
            case RowsAdded added:
                Require(added.RowCount > 0, added, $"it adds {added.RowCount} rows");
                break;
            case RowNoted noted:
                Require(noted.Row >= 0 && noted.Row < RowCount, noted, $"row {noted.Row} is not there");
                break;
            case PoolDescribed:
                break;
            default:
                Require(holds: false, sessionEvent, "this version does not know its kind");
                break;
        }
    }

    /// <summary>Adds an event.</summary>
    /// <exception cref="SessionMismatchException">The event cannot follow on those before; nothing is changed.</exception>
    public void Apply(SessionEvent sessionEvent)
    {
        Check(sessionEvent);
        switch (sessionEvent)
        {
            case SessionCreated created:
                _created = created;
                RowCount = created.RowCount;
                break;
            case StageTrained trained:
                _stages.Add(trained);
                break;
            case RowsQueried queried:
                for (var position = 0; position < queried.Rows.Count; position++)
                {
                    var place = (_queries.Count, position);
                    _asked.Add(queried.Rows[position], place);
                    _pending.Add(place, queried.Rows[position]);
                }

                _queries.Add(queried);
                _tallies.Add(new QueryTally(queried.Rows.Count));
                _outcomeOfQuery.Add(queried.Purpose == QueryPurpose.Strategy ? _outcomes.Count : null);
                if (queried.Purpose == QueryPurpose.Strategy)
                {
                    _outcomes.Add(_tallies[^1].Outcome);
                }

                break;
            case RowAnswered answered:
                Decide(answered, answered.Row, With(answered.Row, answered.Annotator, answered.Answer));
                break;
            case RowLabeled labeled:
                Decide(labeled, labeled.Row, With(labeled.Row, labeled.Annotator, labeled.Answer));
                break;
            case AnswerWithdrawn withdrawn:
                Decide(withdrawn, withdrawn.Row, Without(withdrawn));
                break;
            case RowsAdded added:
                RowCount += added.RowCount;
                HasChanged(added);
                break;
            default:
                break;
        }

        _log.Add(sessionEvent);
    }

    private Dictionary<int, RowLabel> KnownLabels()
    {
        var known = _created!.NormalRows.ToDictionary(row => row, _ => RowLabel.Normal);
        foreach (var row in _created.AbnormalRows)
        {
            known[row] = RowLabel.Abnormal;
        }

        return known;
    }

    private static void Require(bool holds, SessionEvent sessionEvent, string why)
    {
        if (!holds)
        {
            throw new SessionMismatchException(
                $"Event {sessionEvent.Sequence} ({sessionEvent.GetType().Name}) cannot follow on those before: {why}. The log is damaged.");
        }
    }

    private void Check(RowsQueried queried)
    {
        Require(
            queried.Stage < _stages.Count && queried.Rows.Count > 0,
            queried,
            $"it asks about {queried.Rows.Count} rows with the model of stage {queried.Stage}");
        Require(
            Enum.IsDefined(queried.Purpose) && (queried.Ranks?.Count ?? queried.Rows.Count) == queried.Rows.Count,
            queried,
            $"its purpose is {queried.Purpose}, and it has {queried.Ranks?.Count} ranks of {queried.Rows.Count} rows");
        var rows = new HashSet<int>();
        foreach (var row in queried.Rows)
        {
            Require(
                row >= 0 && row < RowCount && !WasAsked(row) && Decision(row) is null && rows.Add(row),
                queried,
                $"row {row} is not there, is labelled, or was asked about before");
        }
    }

    private void Check(RowLabeled labeled)
    {
        Require(
            labeled.Row >= 0 && labeled.Row < RowCount && !WasAsked(labeled.Row) && KnownLabel(labeled.Row) == RowLabel.Unlabeled,
            labeled,
            $"row {labeled.Row} is not there, was asked about, or was known beforehand");
        Require(
            labeled.Answer is Answer.Normal or Answer.Abnormal, labeled, $"it labels row {labeled.Row} {labeled.Answer}");
        Require(
            AnswerOf(labeled.Row, labeled.Annotator) is null, labeled, $"{labeled.Annotator} answered for row {labeled.Row} before");
        DecisionOf(With(labeled.Row, labeled.Annotator, labeled.Answer));
    }

    private AnnotatedAnswer[] With(int row, string annotator, Answer answer) =>
        [.. _answers.GetValueOrDefault(row) ?? [], new AnnotatedAnswer(annotator, answer)];

    private AnnotatedAnswer[] Without(AnswerWithdrawn withdrawn) =>
        [.. _answers[withdrawn.Row].Where(answer => answer.Annotator != withdrawn.Annotator)];

    private Answer? DecisionOf(AnnotatedAnswer[] answers)
    {
        var decision = answers.Length > 0 ? policy.Decide(answers) : null;
        return decision is not { } answer || Enum.IsDefined(answer)
            ? decision
            : throw new InvalidOperationException(
                $"The label policy, {policy.Name}, decides {(int)answer}, which is no value of {nameof(Answer)}; Normal, Abnormal, Skip, "
                + "and null for no decision yet are allowed. Correct its Decide.");
    }

    private void Decide(SessionEvent sessionEvent, int row, AnnotatedAnswer[] answers)
    {
        var (before, decision) = (Decision(row), DecisionOf(answers));
        _answers[row] = answers;
        if (decision == before)
        {
            return;
        }

        _decisions.Remove(row);
        _skipped.Remove(row);
        if (decision is { } decided)
        {
            _decisions.Add(row, (decided, sessionEvent.Sequence));
            if (decided == Answer.Skip)
            {
                _skipped.Add(row);
            }
        }

        if (_asked.TryGetValue(row, out var asked))
        {
            DecideAsked(asked, row, before, decision);
        }

        HasChanged(sessionEvent);
    }

    /// <summary>Takes down a decision of a row of a query; without one the row waits.</summary>
    private void DecideAsked((int Query, int Position) asked, int row, Answer? before, Answer? decision)
    {
        _tallies[asked.Query].Decide(asked.Position, before, decision);
        _outdatedOutcomes.Add(asked.Query);
        if (decision is null)
        {
            _pending[asked] = row;
        }
        else
        {
            _pending.Remove(asked);
        }
    }

    /// <summary>Makes the models so far out of date: what they were trained with is no longer all there is.</summary>
    private void HasChanged(SessionEvent sessionEvent)
    {
        _labels = null;
        _lastChange = sessionEvent.Sequence;
    }
}
