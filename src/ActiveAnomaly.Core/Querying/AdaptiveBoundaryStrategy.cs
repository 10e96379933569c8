using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Querying;

/// <summary>How an adaptive-boundary query picks rows at its boundary.</summary>
public enum AdaptiveBoundarySelection
{
    /// <summary>The rows whose score is closest to the boundary, on either side (the paper).</summary>
    Closest = 0,

    /// <summary>
    /// The rows from rank int(n q) on among the candidates in ascending order of score, or the highest ones where that runs
    /// past the end (the authors' program).
    /// </summary>
    FromRank = 1,
}

/// <summary>
/// Queries at a boundary, the q quantile of the scores of all rows, that moves with the answers (AB; Kim et al. 2023,
/// Section 3.2; the authors' program calls it abs).
/// </summary>
/// <remarks>
/// With r the share of abnormal rows among the answers, q becomes q - 2 (1 - q) (r - 0.5), limited to [0, 1]; when the q just
/// used was 1 (at least 1 - 1e-12), it becomes the mean of q and the q before it. A query without an answer leaves q. The
/// strategy stores nothing: q is computed from the history each time.
/// </remarks>
public sealed class AdaptiveBoundaryStrategy : QueryStrategy
{
    /// <summary>The quantile of the first query unless another is given.</summary>
    public const double DefaultInitialQuantile = 0.8;

    private const double One = 1 - 1e-12;

    /// <summary>Creates the strategy.</summary>
    /// <param name="initialQuantile">The quantile of the first query, q_1, in (0, 1).</param>
    /// <param name="selection">How rows are picked at the boundary.</param>
    /// <param name="limitsQuantile">
    /// Whether q is kept in [0, 1] as it moves. The authors' program does not: there it goes on from below 0, and the query is made at 0.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The quantile lies outside (0, 1), or the selection is unknown.</exception>
    public AdaptiveBoundaryStrategy(
        double initialQuantile = DefaultInitialQuantile,
        AdaptiveBoundarySelection selection = AdaptiveBoundarySelection.Closest,
        bool limitsQuantile = true)
    {
        if (!(initialQuantile > 0 && initialQuantile < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(initialQuantile), initialQuantile, "The first quantile lies in (0, 1).");
        }

        if (!Enum.IsDefined(selection))
        {
            throw new ArgumentOutOfRangeException(nameof(selection), selection, "The values of AdaptiveBoundarySelection are allowed.");
        }

        InitialQuantile = initialQuantile;
        Selection = selection;
        LimitsQuantile = limitsQuantile;
    }

    /// <inheritdoc/>
    public override string Name => "adaptive boundary";

    /// <inheritdoc/>
    public override string Settings => FormattableString.Invariant(
        $"{Selection}, from the quantile {InitialQuantile} on, {(LimitsQuantile ? "limited" : "not limited")}");

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => true;

    /// <summary>Gets the quantile of the first query.</summary>
    public double InitialQuantile { get; }

    /// <summary>Gets how rows are picked at the boundary.</summary>
    public AdaptiveBoundarySelection Selection { get; }

    /// <summary>Gets a value indicating whether q is kept in [0, 1] as it moves.</summary>
    public bool LimitsQuantile { get; }

    /// <inheritdoc/>
    public override double? BoundaryQuantile(IReadOnlyList<QueryOutcome> history)
    {
        ArgumentNullException.ThrowIfNull(history);

        // It never exceeds 1.
        return Math.Max(0, MovedQuantile(history));
    }

    /// <inheritdoc/>
    public override string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position) => "boundary";

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        var q = BoundaryQuantile(context.History)!.Value;
        if (Selection == AdaptiveBoundarySelection.Closest)
        {
            var boundary = context.ScoreQuantile(q);
            return Smallest(context, count, score => Math.Abs(score - boundary));
        }

        var ascending = Smallest(context, context.Candidates.Length, static score => score);
        var first = Math.Clamp((int)(context.Scores.Length * q), 0, ascending.Length - count);
        return ascending[first..(first + count)];
    }

    private double MovedQuantile(IReadOnlyList<QueryOutcome> history)
    {
        var q = InitialQuantile;
        var previous = InitialQuantile;
        foreach (var outcome in history)
        {
            var r = outcome.AbnormalFraction;
            if (double.IsNaN(r))
            {
                // The q before stays too: otherwise a query without an answer at q = 1 would keep q at 1 for ever.
                continue;
            }

            var next = q >= One ? (q + previous) / 2
                : Limited(q - (2 * (1 - q) * (r - 0.5)));
            (previous, q) = (q, next);
        }

        return q;
    }

    private double Limited(double q) => LimitsQuantile ? Math.Clamp(q, 0, 1) : q;
}
