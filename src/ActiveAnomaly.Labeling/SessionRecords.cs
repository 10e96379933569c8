using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling;

/// <summary>What the events of a session tell of people: who said what of which row, and what it was asked for. Not thread safe.</summary>
internal sealed class SessionRecords
{
    private readonly LabelPolicy _policy;
    private readonly FeatureMatrix? _twinPool;
    private readonly Dictionary<int, int> _settled = [];
    private readonly Dictionary<int, int> _decided = [];
    private readonly Dictionary<int, AskedRow> _asked = [];
    private readonly Dictionary<int, List<GivenAnswer>> _answers = [];
    private readonly Dictionary<int, List<RowNote>> _notes = [];
    private readonly Dictionary<string, List<StandingAnswer>> _standingOf = [];
    private readonly Dictionary<int, Decision> _decisions = [];
    private readonly Dictionary<int, Answer> _known = [];

    /// <summary>Takes the events of a log.</summary>
    /// <param name="log">The events.</param>
    /// <param name="policy">What makes one answer of several.</param>
    /// <param name="twinPool">The rows whose twins are one question; null where each of equal rows is a question of its own.</param>
    public SessionRecords(IEnumerable<SessionEvent> log, LabelPolicy policy, FeatureMatrix? twinPool)
    {
        _policy = policy;
        _twinPool = twinPool;
        foreach (var sessionEvent in log)
        {
            Apply(sessionEvent);
        }
    }

    /// <summary>Gets the rows asked about, with what is known of the question.</summary>
    public IReadOnlyDictionary<int, AskedRow> Asked => _asked;

    /// <summary>Gets the decisions, those known beforehand aside.</summary>
    public IReadOnlyDictionary<int, Decision> Decisions => _decisions;

    /// <summary>Gets the number of rows that were known beforehand.</summary>
    public int KnownCount => _known.Count;

    /// <summary>Gets the number of rows drawn for audits.</summary>
    public int AuditCount { get; private set; }

    /// <summary>Gets the properties of the pool that were kept last.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; private set; } = new Dictionary<string, string>();

    /// <summary>Gets who has answered or written a note, by name.</summary>
    public IEnumerable<string> Annotators => _standingOf.Keys.Order(StringComparer.Ordinal);

    /// <summary>Gets the rows that carry an answer, a decision or a note, ascending.</summary>
    public int[] TouchedRows => [.. _answers.Where(row => row.Value.Count > 0).Select(row => row.Key)
        .Concat(_notes.Where(row => row.Value.Count > 0).Select(row => row.Key)).Distinct().Order()];

    /// <summary>Takes an event.</summary>
    public void Apply(SessionEvent sessionEvent)
    {
        switch (sessionEvent)
        {
            case SessionCreated created:
                Know(created.NormalRows, Answer.Normal);
                Know(created.AbnormalRows, Answer.Abnormal);
                break;
            case RowsQueried queried:
                for (var position = 0; position < queried.Rows.Count; position++)
                {
                    _asked[queried.Rows[position]] = new AskedRow(queried.Purpose, queried.Ranks?[position], queried.Sequence);
                    Count(_settled, queried.Rows[position], 1);
                }

                AuditCount += queried.Purpose == QueryPurpose.Audit ? queried.Rows.Count : 0;
                break;
            case RowAnswered answered:
                Add(
                    answered.Row,
                    new GivenAnswer(answered.Annotator, answered.Answer, answered.SaidAt ?? answered.Time),
                    answered.Sequence);
                break;
            case RowLabeled labeled:
                Add(
                    labeled.Row,
                    new GivenAnswer(labeled.Annotator, labeled.Answer, labeled.SaidAt ?? labeled.Time),
                    labeled.Sequence);
                break;
            case AnswerWithdrawn withdrawn:
                _answers[withdrawn.Row].RemoveAll(answer => answer.Annotator == withdrawn.Annotator);
                var standing = StandingOf(withdrawn.Annotator);
                standing.RemoveAt(standing.FindLastIndex(answer => answer.Row == withdrawn.Row));
                Decide(withdrawn.Row, withdrawn.Sequence);
                break;
            case RowNoted noted:
                Add(noted);
                break;
            case PoolDescribed described:
                Properties = described.Properties;
                break;
            default:
                break;
        }
    }

    /// <summary>Gets what an annotator said of a row, or null.</summary>
    public Answer? AnswerOf(int row, string annotator) =>
        _answers.GetValueOrDefault(row)?.Find(answer => answer.Annotator == annotator)?.Answer;

    /// <summary>Gets what is decided of a row, beforehand or since, or null.</summary>
    public Answer? DecisionOf(int row) => _known.TryGetValue(row, out var known) ? known
        : _decisions.TryGetValue(row, out var decision) ? decision.Answer : null;

    /// <summary>Gives the row that stands for a row and its twins.</summary>
    public int TwinOf(int row) => _twinPool is null ? row : _twinPool.FirstTwins()[row];

    /// <summary>Tells whether a row, or a twin of it, was asked about, is decided, or was known beforehand.</summary>
    public bool IsSettled(int row) => _settled.ContainsKey(TwinOf(row));

    /// <summary>Tells whether a row, or a twin of it, is decided or was known beforehand.</summary>
    public bool IsDecided(int row) => _decided.ContainsKey(TwinOf(row));

    /// <summary>Gets the number of an annotator's answers that stand.</summary>
    public int AnswerCountOf(string annotator) => _standingOf.GetValueOrDefault(annotator)?.Count ?? 0;

    /// <summary>Gets an annotator's last answer that stands, or null.</summary>
    public StandingAnswer? LastOf(string annotator) =>
        _standingOf.GetValueOrDefault(annotator) is { Count: > 0 } standing ? standing[^1] : null;

    /// <summary>Gets the event that is an annotator's answer for a row, or null.</summary>
    public long? SequenceOf(int row, string annotator) => AnswerOf(row, annotator) is null
        ? null
        : StandingOf(annotator).FindLast(answer => answer.Row == row).Sequence;

    /// <summary>Gets the events that are the answers that stand.</summary>
    public Dictionary<(int Row, string Annotator), long> Sequences()
    {
        var sequences = new Dictionary<(int Row, string Annotator), long>();
        foreach (var (annotator, standing) in _standingOf)
        {
            foreach (var (row, sequence) in standing)
            {
                sequences[(row, annotator)] = sequence;
            }
        }

        return sequences;
    }

    /// <summary>Gets all that is known of a row.</summary>
    public RowRecord RecordOf(int row) => new()
    {
        Row = row,
        IsAsked = _asked.ContainsKey(row),
        Decision = DecisionOf(row),
        IsKnownBeforehand = _known.ContainsKey(row),
        Answers = [.. _answers.GetValueOrDefault(row) ?? []],
        Notes = [.. _notes.GetValueOrDefault(row) ?? []],
    };

    /// <summary>Gets the rows of which annotators who know say different things, ascending.</summary>
    public int[] DisagreedRows() => [.. _answers
        .Where(row => row.Value.Exists(answer => answer.Answer == Answer.Normal)
            && row.Value.Exists(answer => answer.Answer == Answer.Abnormal))
        .Select(row => row.Key).Order()];

    private void Know(IReadOnlyList<int> rows, Answer answer)
    {
        foreach (var row in rows)
        {
            _known[row] = answer;
            Count(_settled, row, 1);
            Count(_decided, row, 1);
        }
    }

    private void Count(Dictionary<int, int> counts, int row, int change)
    {
        var twin = TwinOf(row);
        var count = counts.GetValueOrDefault(twin) + change;
        if (count > 0)
        {
            counts[twin] = count;
        }
        else
        {
            counts.Remove(twin);
        }
    }

    private void Add(int row, GivenAnswer answer, long sequence)
    {
        if (!_answers.TryGetValue(row, out var answers))
        {
            _answers[row] = answers = [];
        }

        answers.Add(answer);
        StandingOf(answer.Annotator).Add(new StandingAnswer(row, sequence));
        Decide(row, sequence);
    }

    private void Add(RowNoted noted)
    {
        if (!_notes.TryGetValue(noted.Row, out var notes))
        {
            _notes[noted.Row] = notes = [];
        }

        notes.RemoveAll(note => note.Annotator == noted.Annotator);
        if (noted.Text.Length > 0 || noted.Tags.Count > 0)
        {
            notes.Add(new RowNote(noted.Annotator, noted.Text, noted.Tags, noted.SaidAt ?? noted.Time));
            StandingOf(noted.Annotator);
        }
    }

    private List<StandingAnswer> StandingOf(string annotator)
    {
        if (!_standingOf.TryGetValue(annotator, out var standing))
        {
            _standingOf[annotator] = standing = [];
        }

        return standing;
    }

    /// <summary>Decides as the session does: of the answers that stand, in the order in which they came.</summary>
    private void Decide(int row, long sequence)
    {
        var answers = _answers[row];
        var decision = answers.Count == 0
            ? null
            : _policy.Decide([.. answers.Select(answer => new AnnotatedAnswer(answer.Annotator, answer.Answer))]);
        var before = _decisions.TryGetValue(row, out var earlier) ? earlier.Answer : (Answer?)null;
        if (decision == before)
        {
            return;
        }

        if (_decisions.Remove(row))
        {
            Count(_settled, row, -1);
            Count(_decided, row, -1);
        }

        if (decision is { } decided)
        {
            _decisions[row] = new Decision(decided, sequence);
            Count(_settled, row, 1);
            Count(_decided, row, 1);
        }
    }

    /// <summary>A question.</summary>
    /// <param name="Purpose">Why the row is asked about.</param>
    /// <param name="Rank">The row's rank when it was asked about, where it was taken down.</param>
    /// <param name="Sequence">The event.</param>
    internal readonly record struct AskedRow(QueryPurpose Purpose, int? Rank, long Sequence);

    /// <summary>An answer that was not taken back.</summary>
    /// <param name="Row">The row.</param>
    /// <param name="Sequence">The event.</param>
    internal readonly record struct StandingAnswer(int Row, long Sequence);

    /// <summary>What is decided of a row.</summary>
    /// <param name="Answer">What.</param>
    /// <param name="Sequence">The event that changed it last.</param>
    internal readonly record struct Decision(Answer Answer, long Sequence);
}
