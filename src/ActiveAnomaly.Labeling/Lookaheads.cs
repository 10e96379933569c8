using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Finds out what comes after each answer while an annotator still looks at a row, and remembers what he was told. One at a time; an
/// answer stops it. All members may be called from any thread.
/// </summary>
internal sealed class Lookaheads(
    Lock gate,
    ChangeSignal signal,
    ActiveLearningSession session,
    SessionRecords records,
    QuestionDesk desk,
    LabelingStates states,
    Retrainer retrainer,
    AuditPlan audit,
    LabelPolicy policy,
    LabelingOptions options,
    Func<bool> isClosed) : IDisposable
{
    private static readonly Lookahead Nothing = new(AfterNormal: null, AfterAbnormal: null);

    private readonly Dictionary<string, Told> _told = [];
    private readonly WorkThreads _threads = new(1);
    private CancellationTokenSource _untilAnswer = new();

    /// <summary>Gives what an annotator was told to come after an answer, once. The gate must be held.</summary>
    public ChosenRow? Take(string annotator, int row, Answer answer) =>
        _told.Remove(annotator, out var told) && told.Row == row ? told.Next.After(answer) : null;

    /// <summary>Stops what is being found out: somebody answered, and the processors are wanted for what comes of that.</summary>
    public void Stop()
    {
        // On other threads: whoever waits for a look ahead must not go on on this one.
        _ = Interlocked.Exchange(ref _untilAnswer, new CancellationTokenSource()).CancelAsync();
    }

    /// <summary>Stops, for the session is closed. It may still be told of answers.</summary>
    public void Dispose() => Stop();

    /// <summary>Finds out what comes after each answer for the row that an annotator has before him.</summary>
    public async Task<Lookahead> FindAsync(string annotator, int row, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Volatile.Read(ref _untilAnswer).Token);

        // What takes far longer than it did last is given up.
        stopping.CancelAfter(options.LongestWait + (4 * options.LongestLookahead));
        try
        {
            await signal.WaitUntil(
                gate,
                () => IsUpToDate || !CanBeTold(annotator, row) || states.Failure is not null || isClosed(),
                options.LongestWait,
                stopping.Token).ConfigureAwait(false);
            return await _threads.RunAsync(() => Find(annotator, row, stopping.Token), stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Nothing;
        }
    }

    private Lookahead Find(string annotator, int row, CancellationToken cancellationToken)
    {
        Func<Lookahead>? find;
        int stage;
        lock (gate)
        {
            stage = session.StageCount;
            find = Begin(annotator, row, cancellationToken);
        }

        var found = find?.Invoke() ?? Nothing;
        lock (gate)
        {
            if (isClosed() || !desk.IsBefore(annotator, row))
            {
                return Nothing;
            }

            _told[annotator] = new Told(row, stage, found);
            return found;
        }
    }

    /// <summary>Takes down what is to be found out; null where it is open.</summary>
    private Func<Lookahead>? Begin(string annotator, int row, CancellationToken cancellationToken)
    {
        if (isClosed() || !IsUpToDate || !CanBeTold(annotator, row))
        {
            return null;
        }

        if (desk.WaitingAfter(annotator, row) is { } waiting)
        {
            return () => new Lookahead(waiting, waiting);
        }

        if (_told.TryGetValue(annotator, out var told) && told.Row == row && told.Stage == session.StageCount
            && IsFree(told.Next.AfterNormal) && IsFree(told.Next.AfterAbnormal))
        {
            return () => told.Next;
        }

        // Every other annotator has a row before him, and was told of two.
        var count = 1 + (3 * desk.CountOthers(annotator));
        var (normal, abnormal) = (session.BeginLookahead(row, RowLabel.Normal), session.BeginLookahead(row, RowLabel.Abnormal));
        return () => new Lookahead(First(normal), First(abnormal));

        ChosenRow? First(PendingLookahead ahead)
        {
            var chosen = ahead.ChooseOneByOne(count, cancellationToken);
            lock (gate)
            {
                return chosen.Select(next => (ChosenRow?)next).FirstOrDefault(IsFree);
            }
        }

        bool IsFree(ChosenRow? next) =>
            next is { } chosen && desk.IsFree(chosen.Row, annotator, row) && !IsToldToAnother(chosen.Row, annotator);
    }

    private bool IsUpToDate => !session.CanTrain && session.Model is not null && states.IsChosenByModel;

    /// <summary>
    /// Tells whether what comes after a row can be told at all. Where rows are drawn for audits it is not: those, of which nobody may know
    /// beforehand, would stand out by coming late.
    /// </summary>
    private bool CanBeTold(string annotator, int row) =>
        !audit.DrawsRows && retrainer.LastDuration <= options.LongestLookahead && desk.IsBefore(annotator, row)
        && records.DecisionOf(row) is null && Decides(annotator, row, Answer.Normal) && Decides(annotator, row, Answer.Abnormal);

    /// <summary>Tells whether an annotator's answer for a row is what will be decided of it.</summary>
    private bool Decides(string annotator, int row, Answer answer)
    {
        var given = records.RecordOf(row).Answers.Select(each => new AnnotatedAnswer(each.Annotator, each.Answer));
        return policy.Decide([.. given, new AnnotatedAnswer(annotator, answer)]) == answer;
    }

    /// <summary>Tells whether another annotator, who has the row before him still, was told of a row or a twin.</summary>
    private bool IsToldToAnother(int row, string annotator)
    {
        foreach (var (somebody, told) in _told)
        {
            if (somebody != annotator && desk.IsBefore(somebody, told.Row)
                && (IsTwin(told.Next.AfterNormal) || IsTwin(told.Next.AfterAbnormal)))
            {
                return true;
            }
        }

        return false;

        bool IsTwin(ChosenRow? next) => next is { } chosen && records.TwinOf(chosen.Row) == records.TwinOf(row);
    }

    /// <summary>What an annotator was told.</summary>
    /// <param name="Row">The row before him.</param>
    /// <param name="Stage">The number of stages trained by then.</param>
    /// <param name="Next">What comes after it.</param>
    private sealed record Told(int Row, int Stage, Lookahead Next);
}
