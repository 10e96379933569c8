using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Hands rows to annotators: nobody waits, no work is done twice, and nothing is forgotten. Not thread safe.</summary>
internal sealed class QuestionDesk(
    ActiveLearningSession session, SessionRecords records, AuditPlan audit, LabelPolicy policy, bool asksTwins)
{
    /// <summary>A row that was put back comes again after so many answers.</summary>
    private const int PutBackFor = 10;

    private readonly Dictionary<string, int> _screens = [];
    private readonly Dictionary<(string Annotator, int Row), int> _putBack = [];
    private readonly Dictionary<int, string?> _reasons = [];
    private readonly bool _oneAnswerDecides = policy.Decide([new AnnotatedAnswer(policy.UsualAnnotator, Answer.Normal)]) is not null;
    private IReadOnlyList<ChosenRow> _choice = [];

    /// <summary>Gets the stage whose model chose what is upcoming, or null.</summary>
    public int? Stage { get; private set; }

    /// <summary>Gets the last event that the choice knows of; -1 before the first.</summary>
    public long SeenSequence { get; private set; } = -1;

    /// <summary>Gets a value indicating whether the choice is used up.</summary>
    public bool NeedsChoice => SeenSequence >= 0 && _choice.Count > 0 && Open().Count <= _choice.Count / 2;

    /// <summary>
    /// Gets a value indicating whether there is a row to give, or a choice that knows of everything says that none is left: nobody need
    /// wait.
    /// </summary>
    public bool HasRows => SeenSequence >= 0 && (_choice.Count == 0 || Open().Count > 0);

    /// <summary>Gets who has a row before him.</summary>
    public IReadOnlyDictionary<string, int> Screens => _screens;

    /// <summary>Takes what is worth asking next.</summary>
    public void Take(IReadOnlyList<ChosenRow> choice, PendingQuery query)
    {
        _choice = choice;
        Stage = query.Stage;
        SeenSequence = query.SeenSequence;
    }

    /// <summary>Puts a row before an annotator, such as one whose answer he took back.</summary>
    public void Show(string annotator, int row) => _screens[annotator] = row;

    /// <summary>Gives what an annotator is to look at: the same until it is answered, unless he wants another.</summary>
    public Question Next(string annotator, bool another, ModelState? model)
    {
        if (_screens.TryGetValue(annotator, out var shown))
        {
            if (!another && records.AnswerOf(shown, annotator) is null && records.DecisionOf(shown) is null)
            {
                return Ask(shown);
            }

            if (another)
            {
                _putBack[(annotator, shown)] = records.AnswerCountOf(annotator);
            }

            _screens.Remove(annotator);
        }

        if ((Waiting(annotator, takesPutBack: false) ?? Draw(model) ?? Chosen() ?? Waiting(annotator, takesPutBack: true)) is { } row)
        {
            _screens[annotator] = row;
            return Ask(row);
        }

        return new Question { Waiting = "Nothing is left to ask about.", Stage = Stage };
    }

    private Question Ask(int row) => new()
    {
        Row = row,
        Reason = _reasons.GetValueOrDefault(row),
        Upcoming = [.. Open().Where(next => next.Row != row).Select(next => next.Row)],
        Stage = Stage,
    };

    /// <summary>Finds a row that was asked about and waits for this annotator.</summary>
    private int? Waiting(string annotator, bool takesPutBack)
    {
        var taken = _oneAnswerDecides ? _screens.Values.ToHashSet() : [];
        foreach (var row in session.PendingRows)
        {
            var isPutBack = _putBack.TryGetValue((annotator, row), out var then) && records.AnswerCountOf(annotator) < then + PutBackFor;
            if (records.AnswerOf(row, annotator) is null && !taken.Contains(row) && (takesPutBack || !isPutBack))
            {
                return row;
            }
        }

        return null;
    }

    private int? Draw(ModelState? model)
    {
        if (model is null || !audit.IsDue(records) || audit.Draw(session.Pool, session.Labels, model, records) is not { } row)
        {
            return null;
        }

        session.Ask([row], QueryPurpose.Audit);
        return row;
    }

    private int? Chosen()
    {
        if (Open() is not [var chosen, ..])
        {
            return null;
        }

        session.Ask([chosen.Row]);
        _reasons[chosen.Row] = chosen.Reason;
        return chosen.Row;
    }

    /// <summary>Gives what is left of the choice: rows that are, like their twins, neither asked about nor labelled.</summary>
    private List<ChosenRow> Open()
    {
        if (_choice.Count == 0)
        {
            return [];
        }

        var twins = asksTwins ? [] : session.Pool.FirstTwins();
        var settled = new HashSet<int>();
        foreach (var row in records.SettledRows)
        {
            settled.Add(asksTwins ? row : twins[row]);
        }

        var open = new List<ChosenRow>(_choice.Count);
        foreach (var chosen in _choice)
        {
            if (!settled.Contains(asksTwins ? chosen.Row : twins[chosen.Row]))
            {
                open.Add(chosen);
            }
        }

        return open;
    }
}
