using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

/// <summary>
/// A choice of rows that a session wants, by its last model and everything that it knew when it was asked. It may run on another thread
/// while answers come in; <see cref="ActiveLearningSession.Ask"/> asks about what it chose. Immutable and thread safe.
/// </summary>
public sealed class PendingQuery
{
    /// <summary>What is known of a query whose row waits for an answer.</summary>
    private static readonly QueryOutcome Waiting = new(0, 0, 0) { Labels = [RowLabel.Unlabeled] };

    private readonly QueryStrategy _strategy;
    private readonly Lazy<QueryContext> _context;
    private readonly int _queryIndex;

    /// <summary>Takes down a choice; whoever asks for one need not wait until all rows are looked at.</summary>
    /// <param name="strategy">What chooses.</param>
    /// <param name="context">Makes what it chooses by of what was taken down; called once, when rows are chosen.</param>
    /// <param name="asksTwins">Whether each of equal rows is asked about.</param>
    /// <param name="stage">The stage whose model chooses.</param>
    /// <param name="queryIndex">How many queries were made with that model before.</param>
    /// <param name="seenSequence">The last event that is known.</param>
    internal PendingQuery(
        QueryStrategy strategy, Func<QueryContext> context, bool asksTwins, int stage, int queryIndex, long seenSequence)
    {
        _strategy = strategy;
        _context = new Lazy<QueryContext>(() => asksTwins || !strategy.Asks ? context() : context().Distinct());
        _queryIndex = queryIndex;
        Stage = stage;
        SeenSequence = seenSequence;
    }

    /// <summary>Gets the stage whose model chooses.</summary>
    public int Stage { get; }

    /// <summary>Gets the last event that the choice knows of.</summary>
    public long SeenSequence { get; }

    /// <summary>Chooses rows for one query.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The rows, in the order of choice; fewer when fewer are left.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The choice was cancelled.</exception>
    public int[] Choose(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Choose(count, before: [], cancellationToken);
    }

    /// <summary>
    /// Chooses rows as if they were asked about one at a time, with this model, and none were answered in between: what is worth asking
    /// next, first to last.
    /// </summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The rows and why each is asked about; fewer when fewer are left.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The choice was cancelled.</exception>
    public IReadOnlyList<ChosenRow> ChooseOneByOne(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var chosen = new List<ChosenRow>(Math.Min(count, _context.Value.Candidates.Length));
        while (chosen.Count < count && Choose(1, chosen, cancellationToken) is [var row, ..])
        {
            chosen.Add(new ChosenRow(row, _strategy.ReasonOf(HistoryWith(chosen.Count), count: 1, position: 0)));
        }

        return chosen;
    }

    private int[] Choose(int count, List<ChosenRow> before, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var queryIndex = _queryIndex + before.Count;
        var random = _context.Value.Random;
        var context = _context.Value.After(
            [.. before.Select(chosen => chosen.Row)],
            HistoryWith(before.Count),
            queryIndex == 0 ? random.FromTheStart() : random.Derive("again", queryIndex),
            cancellationToken);
        var rows = _strategy.Select(context, count);

        // A strategy need not look at the token: nothing is asked about after a cancellation.
        cancellationToken.ThrowIfCancellationRequested();
        return rows;
    }

    private IReadOnlyList<QueryOutcome> HistoryWith(int unanswered) => unanswered == 0
        ? _context.Value.History
        : [.. _context.Value.History, .. Enumerable.Repeat(Waiting, unanswered)];
}
