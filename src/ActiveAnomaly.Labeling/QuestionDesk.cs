using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Hands rows to annotators: nobody waits, no work is done twice, and nothing is forgotten. Not thread safe.</summary>
internal sealed class QuestionDesk(
    ActiveLearningSession session, SessionRecords records, AuditPlan audit, LabelPolicy policy, ChangeSignal signal)
{
    /// <summary>A row that was put back comes again after so many answers.</summary>
    private const int PutBackFor = 10;

    /// <summary>Who was not heard of while so many rows were given keeps the row before him from nobody: he may have gone.</summary>
    private const int HeldFor = 20;

    private const string BeingChosen = "The next questions are being chosen.";

    private readonly Dictionary<string, (int Row, long HeardAt)> _screens = [];
    private readonly HashSet<string> _takenBack = [];
    private readonly Dictionary<(string Annotator, int Row), (int AnswerCount, long Turn)> _putBack = [];
    private readonly Dictionary<int, string?> _reasons = [];
    private readonly bool _oneAnswerDecides = policy.Decide([new AnnotatedAnswer(policy.UsualAnnotator, Answer.Normal)]) is not null;
    private IReadOnlyList<ChosenRow> _choice = [];
    private long _turn;
    private long _givenCount;

    /// <summary>Gets the stage whose model chose what is upcoming, or null.</summary>
    public int? Stage { get; private set; }

    /// <summary>Gets a value indicating whether the choice is used up.</summary>
    public bool NeedsChoice => _choice.Count > 0 && Open().Count() <= _choice.Count / 2;

    /// <summary>Gets who has a row before him.</summary>
    public IReadOnlyCollection<string> Annotators => _screens.Keys;

    /// <summary>Gets the row that an annotator was given last, or null.</summary>
    public int? RowBefore(string annotator) => _screens.TryGetValue(annotator, out var screen) ? screen.Row : null;

    /// <summary>Counts those beside an annotator who were heard of lately.</summary>
    public int CountOthers(string annotator) =>
        _screens.Count(screen => screen.Key != annotator && IsPresent(screen.Value.HeardAt));

    /// <summary>Takes what is worth asking next.</summary>
    public void Take(IReadOnlyList<ChosenRow> choice, PendingQuery query)
    {
        _choice = choice;
        Stage = query.Stage;
    }

    /// <summary>
    /// Tells whether there is a row to give to an annotator, or a choice that says that none is left: he need not wait.
    /// </summary>
    public bool HasRowFor(string annotator, bool another) => Stage is not null
        && (_choice.Count == 0 || Open().Any() || (!another && ShownTo(annotator) is not null)
            || Waiting(annotator, another ? RowBefore(annotator) ?? -1 : null, takesPutBack: false) is not null);

    /// <summary>
    /// Finds the row that the annotator would be given next, whatever he answers for the row before him: one that waits for him already.
    /// </summary>
    public ChosenRow? WaitingAfter(string annotator, int row) =>
        Waiting(annotator, row, takesPutBack: false, answersAhead: 1) is { } waiting
            ? new ChosenRow(waiting, _reasons.GetValueOrDefault(waiting))
            : null;

    /// <summary>Tells whether an annotator has a row before him that waits for his answer.</summary>
    public bool IsBefore(string annotator, int row) => ShownTo(annotator) == row;

    private bool IsPresent(long heardAt) => _givenCount - heardAt < HeldFor;

    /// <summary>Tells whether a row that nobody was asked about can be given to an annotator once he has answered for another.</summary>
    public bool IsFree(int row, string annotator, int answered) =>
        !records.IsSettled(row) && !IsHeld(row, annotator, aside: null) && !AreTwins(row, answered);

    /// <summary>Puts a row whose answer he took back before an annotator: whatever others say of it, he is asked again.</summary>
    public void ShowAgain(string annotator, int row)
    {
        _takenBack.Add(annotator);
        Show(annotator, row);
    }

    /// <summary>Gives what an annotator is to look at: the same until it is answered, unless he wants another.</summary>
    /// <param name="annotator">Who.</param>
    /// <param name="another">Whether he wants another.</param>
    /// <param name="model">The model, or null before the first.</param>
    /// <param name="foreseen">The row that he was told of, which comes before those of the choice; null where he was told of none.</param>
    public Question Next(string annotator, bool another, ModelState? model, ChosenRow? foreseen = null)
    {
        if (model is null || Stage is null)
        {
            return new Question { Waiting = model is null ? "The first model is being trained." : BeingChosen };
        }

        if (!another && ShownTo(annotator) is { } open)
        {
            _screens[annotator] = (open, _givenCount);
            return Ask(open, model);
        }

        // Whatever is asked now may not be kept; until it is, he has before him what he had.
        var aside = another ? RowBefore(annotator) : null;
        var row = Waiting(annotator, aside, takesPutBack: false) ?? Drawn(annotator, aside, model)
            ?? Chosen(annotator, aside, foreseen is { } next ? [next, .. _choice] : _choice)
            ?? Waiting(annotator, aside, takesPutBack: true) ?? (another ? ShownTo(annotator) : null);
        Turn(annotator, aside, row);
        if (row is { } asked)
        {
            return Ask(asked, model);
        }

        return new Question
        {
            Waiting = _choice.Count == 0 ? NothingIsLeft(annotator) : BeingChosen,
            Stage = Stage,
        };
    }

    private string NothingIsLeft(string annotator)
    {
        string[] others =
            [.. _screens.Keys.Where(name => name != annotator && ShownTo(name) is not null).Order(StringComparer.Ordinal)];
        return others.Length == 0
            ? "Nothing is left to ask about."
            : $"Nothing is left to ask about but what is before {string.Join(", ", others)}.";
    }

    private Question Ask(int row, ModelState model)
    {
        int[] upcoming = [.. Open().Where(next => next.Row != row).Select(next => next.Row)];
        return new Question
        {
            Row = row,
            Reason = _reasons.GetValueOrDefault(row),
            Upcoming = upcoming,
            UpcomingScores = [.. upcoming.Select(next => model.Scores.Span[next])],
            Stage = Stage,
        };
    }

    /// <summary>Puts a row back, and shows the next one, where there is one.</summary>
    private void Turn(string annotator, int? aside, int? next)
    {
        if (aside is { } row)
        {
            _putBack[(annotator, row)] = (records.AnswerCountOf(annotator), _turn++);
        }

        if (next is null || next != aside)
        {
            _takenBack.Remove(annotator);
        }

        if (next is { } shown)
        {
            Show(annotator, shown);
        }
        else if (_screens.Remove(annotator))
        {
            signal.HasChanged();
        }
    }

    private void Show(string annotator, int row)
    {
        _screens[annotator] = (row, ++_givenCount);
        signal.HasChanged();
    }

    /// <summary>Gets the row that an annotator has before him, where it still waits for him.</summary>
    private int? ShownTo(string annotator) =>
        RowBefore(annotator) is { } row && records.AnswerOf(row, annotator) is null
        && (_takenBack.Contains(annotator) || !records.IsDecided(row))
            ? row
            : null;

    /// <summary>Tells whether a row, or a twin, is before somebody else whose answer will be enough.</summary>
    private bool IsTaken(int row, string annotator)
    {
        if (_oneAnswerDecides)
        {
            foreach (var (somebody, (shown, heardAt)) in _screens)
            {
                if (somebody != annotator && IsPresent(heardAt) && AreTwins(shown, row))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Tells whether a row that nobody was asked about is not to be given now: somebody has it, or puts it back.</summary>
    private bool IsHeld(int row, string annotator, int? aside) =>
        IsTaken(row, annotator) || (aside is { } putBack && AreTwins(putBack, row));

    private bool AreTwins(int row, int other) => records.TwinOf(row) == records.TwinOf(other);

    /// <summary>Finds a row that was asked about and waits for this annotator. Of those put back the first comes first.</summary>
    private int? Waiting(string annotator, int? aside, bool takesPutBack, int answersAhead = 0)
    {
        var answerCount = records.AnswerCountOf(annotator) + answersAhead;
        (int Row, long Turn)? first = null;
        foreach (var row in session.PendingRows)
        {
            if (records.AnswerOf(row, annotator) is not null || records.IsDecided(row) || IsTaken(row, annotator))
            {
                continue;
            }

            (int AnswerCount, long Turn) then = (answerCount, _turn);
            if ((row != aside && !_putBack.TryGetValue((annotator, row), out then))
                || answerCount >= then.AnswerCount + PutBackFor)
            {
                return row;
            }

            if (takesPutBack && !(first?.Turn < then.Turn))
            {
                first = (row, then.Turn);
            }
        }

        return first?.Row;
    }

    /// <summary>Draws a row, where it is time to. One that the annotator labelled before it was asked about waits for others.</summary>
    private int? Drawn(string annotator, int? aside, ModelState model)
    {
        while (audit.IsDue(records) && audit.Draw(model, records, drawn => IsHeld(drawn, annotator, aside)) is { } row)
        {
            session.Ask([row], QueryPurpose.Audit);
            if (records.AnswerOf(row, annotator) is null)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>
    /// Asks about the next row of a choice. One that the annotator labelled before it was asked about waits for others.
    /// </summary>
    private int? Chosen(string annotator, int? aside, IReadOnlyList<ChosenRow> choice)
    {
        foreach (var chosen in choice)
        {
            if (records.IsSettled(chosen.Row) || IsHeld(chosen.Row, annotator, aside))
            {
                continue;
            }

            session.Ask([chosen.Row]);
            _reasons[chosen.Row] = chosen.Reason;
            if (records.AnswerOf(chosen.Row, annotator) is null)
            {
                return chosen.Row;
            }
        }

        return null;
    }

    /// <summary>Gives what is left of the choice: rows that are, like their twins, neither asked about nor labelled.</summary>
    private IEnumerable<ChosenRow> Open() => _choice.Where(chosen => !records.IsSettled(chosen.Row));
}
