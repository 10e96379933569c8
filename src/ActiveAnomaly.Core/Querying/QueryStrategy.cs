namespace ActiveAnomaly.Querying;

/// <summary>
/// Chooses the rows that an expert is asked about next. A strategy is a pure function of its context: it trains and stores
/// nothing, so one object may serve several sessions and threads.
/// </summary>
public abstract class QueryStrategy
{
    /// <summary>With so many candidates for each row wanted, it is faster to keep the smallest than to sort all.</summary>
    private const int FewestCandidatesPerRow = 8;

    private static readonly Comparer<(double Key, int Row)> LargestFirst =
        Comparer<(double Key, int Row)>.Create(static (x, y) => y.CompareTo(x));

    /// <summary>Gets the strategy's name, such as "adaptive boundary".</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Gets all that the strategy's choices depend on beside its name and the context, as text that is the same on every system; null
    /// where there is nothing. A session writes it down, and goes on only with a strategy of the same.
    /// </summary>
    public virtual string? Settings => null;

    /// <summary>Gets a value indicating whether the paper's experiments use pseudo-abnormal rows (Eq. 8) with this strategy.</summary>
    public virtual bool UsesPseudoAbnormalRows => false;

    /// <summary>Gets a value indicating whether the strategy ever asks about a row.</summary>
    public virtual bool Asks => true;

    /// <summary>Chooses rows.</summary>
    /// <param name="context">Scores, labels and history.</param>
    /// <param name="count">How many rows are wanted, at least 0.</param>
    /// <returns>Different candidates, in the order of choice: <paramref name="count"/> of them, or fewer when there are no more.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model lacks what the strategy needs, such as a radius; or a strategy of your own chose too many rows, one twice, or
    /// no candidate.
    /// </exception>
    public int[] Select(QueryContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        count = Math.Min(count, context.Candidates.Length);
        var rows = Choose(context, count) ?? throw new InvalidOperationException($"The strategy {Name} chose no array of rows, but null.");
        RequireCandidates(context, rows, count);
        return rows;
    }

    /// <summary>
    /// Gives the quantile of the scores at which the strategy queries after <paramref name="history"/>, or null when it has
    /// none.
    /// </summary>
    /// <param name="history">The outcomes of the queries so far, oldest first.</param>
    /// <returns>The quantile q in [0, 1], or null: a session refuses others.</returns>
    public virtual double? BoundaryQuantile(IReadOnlyList<QueryOutcome> history) => null;

    /// <summary>Tells a person why a row is worth a question, in a word or two, such as "boundary".</summary>
    /// <param name="history">The outcomes of the queries before, oldest first.</param>
    /// <param name="count">The number of rows of the query.</param>
    /// <param name="position">The row's place in the order of choice, from 0.</param>
    /// <returns>The reason, or null where the strategy has none to give.</returns>
    public virtual string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position) => null;

    /// <summary>
    /// Gives the quantile that logs of earlier versions may have in place of <see cref="BoundaryQuantile"/>: there strategies that share
    /// a query learnt from each other's rows.
    /// </summary>
    internal virtual double? FormerBoundaryQuantile(IReadOnlyList<QueryOutcome> history) => BoundaryQuantile(history);

    /// <summary>Chooses rows; <paramref name="count"/> is at most the number of candidates.</summary>
    /// <param name="context">Scores, labels and history.</param>
    /// <param name="count">How many rows to choose.</param>
    /// <returns>Different candidates, in the order of choice.</returns>
    protected abstract int[] Choose(QueryContext context, int count);

    /// <summary>Picks the candidates with the smallest keys, ties by pool order.</summary>
    /// <param name="context">The context.</param>
    /// <param name="count">How many.</param>
    /// <param name="key">The key of a score.</param>
    /// <returns>The rows, smallest key first.</returns>
    protected static int[] Smallest(QueryContext context, int count, Func<double, double> key)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(key);
        if (count == 0)
        {
            return [];
        }

        var candidates = context.Candidates;
        var scores = context.Scores.Span;
        if (count > candidates.Length / FewestCandidatesPerRow)
        {
            var rows = candidates.ToArray();
            var keys = new (double Key, int Row)[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                keys[i] = (key(scores[rows[i]]), rows[i]);
            }

            Array.Sort(keys, rows);
            return rows[..count];
        }

        // Few of many: the smallest so far are kept, the largest of them on top.
        var kept = new PriorityQueue<int, (double Key, int Row)>(count + 1, LargestFirst);
        foreach (var row in candidates[..count])
        {
            kept.Enqueue(row, (key(scores[row]), row));
        }

        kept.TryPeek(out _, out var largest);
        foreach (var row in candidates[count..])
        {
            // Most rows are no match for the largest kept; a NaN, which comes before all numbers, goes on.
            var own = key(scores[row]);
            if (own > largest.Key)
            {
                continue;
            }

            if ((own, row).CompareTo(largest) < 0)
            {
                kept.EnqueueDequeue(row, (own, row));
                kept.TryPeek(out _, out largest);
            }
        }

        var smallest = new int[count];
        for (var i = count - 1; i >= 0; i--)
        {
            smallest[i] = kept.Dequeue();
        }

        return smallest;
    }

    private void RequireCandidates(QueryContext context, int[] rows, int count)
    {
        if (rows.Length > count)
        {
            throw new InvalidOperationException($"The strategy {Name} chose {rows.Length} rows; {count} are wanted.");
        }

        var chosen = new HashSet<int>();
        foreach (var row in rows)
        {
            if (context.Candidates.BinarySearch(row) < 0 || !chosen.Add(row))
            {
                throw new InvalidOperationException(
                    $"The strategy {Name} chose row {row}, which is no candidate or is chosen twice; "
                    + "a strategy chooses different candidates.");
            }
        }
    }
}
