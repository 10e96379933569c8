using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// A session, and beside it what must have come of all that was acknowledged, kept in the simplest way: a list of the answers that stand.
/// </summary>
internal sealed class SessionScript : IDisposable
{
    public const int RowCount = 48;

    private const int DistinctCount = 32;

    private static readonly string[] Annotators = ["ada", "bob", "eve"];

    /// <summary>Rows 32 to 47 are twins of rows 0 to 15.</summary>
    private static readonly FeatureMatrix Pool = GivenSession.PoolOf(
        [.. Enumerable.Range(0, RowCount).Select(row => (float)(row % DistinctCount))]);

    private static readonly PoolLabels Known = PoolLabels.None(RowCount)
        .With([KeyValuePair.Create(2, RowLabel.Normal), KeyValuePair.Create(DistinctCount - 1, RowLabel.Abnormal)]);

    private readonly LabelPolicy _policy;
    private readonly bool _oneAnswerDecides;
    private readonly FailingStore _store = new();
    private readonly List<Said> _standing = [];
    private readonly List<Said> _acknowledged = [];
    private readonly HashSet<int> _takenBack = [];
    private readonly Dictionary<string, (int Row, int HeardAt)> _screens = [];
    private int _operationCount;
    private LabelingSession _session;

    public SessionScript(LabelPolicy policy)
    {
        _policy = policy;
        _oneAnswerDecides = policy is not MajorityPolicy { FewestAnswers: > 1 };
        _session = LabelingSession.Create(_store, GivenSession.Id, Pool, Options, Known);
    }

    public enum Kind
    {
        AnswerQuestion = 0,
        AnotherQuestion = 1,
        AnswerRow = 2,
        WithdrawLast = 3,
        WithdrawRow = 4,
        Note = 5,
        OpenAgain = 6,
    }

    private LabelingOptions Options => GivenSession.Options with
    {
        LabelPolicy = _policy, AuditShare = 0.2, AuditTopCount = 5, Patience = TimeSpan.FromMilliseconds(1),
    };

    public void Dispose() => _session.Dispose();

    public async Task Run(Operation[] operations)
    {
        // Before the first model nothing can be skipped.
        await _session.WaitForModelAsync();
        for (var i = 0; i < operations.Length; i++)
        {
            _operationCount++;
            await Do(operations[i]);
            Check();
            if (i % 25 == 24)
            {
                CheckLog();
            }
        }
    }

    private async Task Do(Operation operation)
    {
        var annotator = Annotators[operation.Annotator];
        if (operation.Kind == Kind.OpenAgain)
        {
            _session.Dispose();
            _session = LabelingSession.Open(_store, GivenSession.Id, Pool, Options);
            _screens.Clear();
            return;
        }

        var left = operation.FailsAt;
        _store.Refuses = operation.FailsAt == 0 ? null : _ => Interlocked.Decrement(ref left) == 0;
        var before = _store.Read(GivenSession.Id).Count;
        try
        {
            await Do(operation, annotator);
        }
        catch (SessionStoreException)
        {
            _store.Refuses = null;
            Fail(before);
        }

        _store.Refuses = null;
    }

    private Task Do(Operation operation, string annotator) => operation.Kind switch
    {
        Kind.AnswerQuestion or Kind.AnotherQuestion => Question(annotator, operation),
        Kind.AnswerRow => Answer(annotator, operation.Row, operation.Answer),
        Kind.WithdrawLast => Withdraw(annotator, _standing.FindLast(said => said.Annotator == annotator)?.Row, given: null),
        Kind.WithdrawRow => Withdraw(annotator, Standing(annotator, operation.Row)?.Row, operation.Row),
        _ => Task.Run(() => _session.Note(annotator, operation.Row, operation.FailsAt.ToString(CultureInfo.InvariantCulture), [])),
    };

    private async Task Question(string annotator, Operation operation)
    {
        var question = await _session.NextQuestionAsync(annotator, another: operation.Kind == Kind.AnotherQuestion);
        TakeScreen(annotator, question);
        if (question.Row is { } row && operation.Kind == Kind.AnswerQuestion)
        {
            await Answer(annotator, row, operation.Answer);
        }
    }

    private async Task Answer(string annotator, int row, Answer answer)
    {
        var earlier = Standing(annotator, row);
        var isAsked = _session.RowOf(row).IsAsked;
        var isRefused = Known[row] != RowLabel.Unlabeled ? answer != ((Answer?)_session.RowOf(row).Decision)
            : answer == Sessions.Answer.Skip && !isAsked && _standing.Exists(said => said.Row == row);
        var before = _store.Read(GivenSession.Id).Count;
        try
        {
            var receipt = await _session.AnswerAsync(annotator, row, answer);
            Assert.IsFalse(isRefused, $"{answer} for row {row} was taken.");
            if (Known[row] == RowLabel.Unlabeled && earlier?.Answer != answer)
            {
                Take(new Said(annotator, row, answer), receipt.Sequence);
            }

            TakeScreen(annotator, receipt.Next);
        }
        catch (Exception exception) when (isRefused && exception is (ArgumentException or InvalidOperationException))
        {
            Assert.IsEmpty(_store.Read(GivenSession.Id).Skip(before).Where(past => past is not StageTrained));
        }
    }

    private Task Withdraw(string annotator, int? row, int? given)
    {
        if (row is not { } taken)
        {
            Assert.ThrowsExactly<InvalidOperationException>(() => _session.Withdraw(annotator, given));
            return Task.CompletedTask;
        }

        var receipt = _session.Withdraw(annotator, given);
        Assert.AreEqual(taken, receipt.Row);
        Assert.IsTrue(
            _store.Read(GivenSession.Id)[(int)receipt.Sequence] is AnswerWithdrawn withdrawn
            && (withdrawn.Row, withdrawn.Annotator) == (taken, annotator));
        TakeBack(annotator, taken);
        if (_session.State.Model is not null && receipt.Next.Waiting is null)
        {
            Assert.AreEqual(taken, receipt.Next.Row);
        }

        TakeScreen(annotator, receipt.Next);
        return Task.CompletedTask;
    }

    private void Take(Said said, long sequence)
    {
        Assert.AreEqual(said, SaidIn(_store.Read(GivenSession.Id)[(int)sequence]));
        _standing.RemoveAll(other => other.Annotator == said.Annotator && other.Row == said.Row);
        _standing.Add(said);
        _acknowledged.Add(said);
    }

    private void TakeBack(string annotator, int row)
    {
        _standing.RemoveAll(said => said.Annotator == annotator && said.Row == row);
        _takenBack.Add(row);
    }

    /// <summary>Nothing that was not kept is in the log, but for a change: what was said before may be taken back already.</summary>
    private void Fail(int before)
    {
        foreach (var past in _store.Read(GivenSession.Id).Skip(before))
        {
            if (past is AnswerWithdrawn withdrawn && Standing(withdrawn.Annotator, withdrawn.Row) is not null)
            {
                TakeBack(withdrawn.Annotator, withdrawn.Row);
            }
            else if (SaidIn(past) is { } said)
            {
                Assert.AreEqual(_acknowledged[^1], said);
            }
        }
    }

    /// <summary>
    /// Whoever gets a row has not answered for it, nothing is decided of it, and nobody else who could decide has it, unless he was not
    /// heard of for twenty rows: for ten operations, each of which gives two at most.
    /// </summary>
    private void TakeScreen(string annotator, Question question)
    {
        _screens.Remove(annotator);
        if (question.Row is not { } row)
        {
            Assert.IsNotNull(question.Waiting);
            return;
        }

        Assert.IsNull(Standing(annotator, row), $"{annotator} was asked about row {row} again.");
        if (!_takenBack.Contains(row))
        {
            Assert.IsTrue(Twins(row).All(twin => DecisionOf(twin) is null), $"Row {row} or its twin was decided.");
            Assert.IsFalse(
                _oneAnswerDecides && _screens.Any(screen => screen.Value.Row == row
                    && Standing(screen.Key, row) is null && _operationCount - screen.Value.HeardAt < 10),
                $"Row {row} is before two.");
        }

        _screens[annotator] = (row, _operationCount);
    }

    private void Check()
    {
        var state = _session.State;
        var decisions = Enumerable.Range(0, RowCount).Where(row => Known[row] == RowLabel.Unlabeled)
            .Select(row => (Row: row, Decision: DecisionOf(row))).Where(row => row.Decision is not null).ToArray();
        Assert.AreEqual(
            (decisions.Length, Count(Sessions.Answer.Normal), Count(Sessions.Answer.Abnormal), Count(Sessions.Answer.Skip)),
            (state.AnsweredCount, state.NormalCount, state.AbnormalCount, state.SkippedCount));
        Assert.AreSequenceEqual(Rows(Sessions.Answer.Abnormal).Append(DistinctCount - 1).Order(), _session.Labels.AbnormalRows);
        Assert.AreSequenceEqual(Rows(Sessions.Answer.Normal).Append(2).Order(), _session.Labels.NormalRows);
        foreach (var record in _session.Records)
        {
            Assert.AreSequenceEqual(
                _standing.Where(said => said.Row == record.Row),
                record.Answers.Select(answer => new Said(answer.Annotator, record.Row, answer.Answer)));
        }

        foreach (var annotator in state.Annotators)
        {
            Assert.AreEqual(_standing.Count(said => said.Annotator == annotator.Name), annotator.AnswerCount);
            Assert.AreEqual(_standing.FindLast(said => said.Annotator == annotator.Name)?.Row, annotator.LastRow);
        }

        int Count(Answer answer) => Rows(answer).Count();
        IEnumerable<int> Rows(Answer answer) => decisions.Where(row => row.Decision == answer).Select(row => row.Row);
    }

    /// <summary>
    /// Every acknowledged answer is in the log once, in order; no row, nor its twin, was chosen that was asked about, decided or known; and
    /// a session that is opened afresh from the log says the same.
    /// </summary>
    private void CheckLog()
    {
        var log = _store.Read(GivenSession.Id);
        Assert.AreSequenceEqual(_acknowledged, log.Select(SaidIn).OfType<Said>());
        var asked = new HashSet<int>();
        var said = new List<Said>();
        foreach (var past in log)
        {
            if (past is AnswerWithdrawn withdrawn)
            {
                said.RemoveAll(other => (other.Annotator, other.Row) == (withdrawn.Annotator, withdrawn.Row));
            }
            else if (SaidIn(past) is { } answer)
            {
                said.Add(answer);
            }
            else if (past is RowsQueried queried)
            {
                foreach (var row in queried.Rows)
                {
                    Assert.IsTrue(
                        queried.Purpose == QueryPurpose.Request
                        || Twins(row).All(twin => !asked.Contains(twin) && Known[twin] == RowLabel.Unlabeled && Decide(said, twin) is null),
                        $"Event {past.Sequence} asks about row {row}.");
                    Assert.IsTrue(asked.Add(row), $"Row {row} was asked about twice.");
                }
            }
        }

        var copy = new MemorySessionStore();
        foreach (var past in log)
        {
            copy.Append(GivenSession.Id, past);
        }

        using var afresh = LabelingSession.Open(copy, GivenSession.Id, Pool, Options);
        Assert.AreEqual(SessionStates.Text(afresh), SessionStates.Text(_session));
    }

    private Said? Standing(string annotator, int row) => _standing.Find(said => said.Annotator == annotator && said.Row == row);

    private Answer? DecisionOf(int row) => Known[row] switch
    {
        RowLabel.Normal => Sessions.Answer.Normal,
        RowLabel.Abnormal => Sessions.Answer.Abnormal,
        _ => Decide(_standing, row),
    };

    private Answer? Decide(List<Said> all, int row)
    {
        AnnotatedAnswer[] answers =
            [.. all.Where(said => said.Row == row).Select(said => new AnnotatedAnswer(said.Annotator, said.Answer))];
        return answers.Length == 0 ? null : _policy.Decide(answers);
    }

    private static IEnumerable<int> Twins(int row) =>
        Enumerable.Range(0, RowCount).Where(other => other % DistinctCount == row % DistinctCount);

    private static Said? SaidIn(SessionEvent past) => past switch
    {
        RowAnswered answered => new Said(answered.Annotator, answered.Row, answered.Answer),
        RowLabeled labeled => new Said(labeled.Annotator, labeled.Row, labeled.Answer),
        _ => null,
    };

    /// <summary>What is done, by whom, for which row, with which answer, and at which of its events the store fails; 0 for none.</summary>
    public sealed record Operation(Kind Kind, int Annotator, int Row, Answer Answer, int FailsAt);

    private sealed record Said(string Annotator, int Row, Answer Answer);
}
