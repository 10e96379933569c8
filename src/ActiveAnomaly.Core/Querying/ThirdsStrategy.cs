using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Querying;

/// <summary>
/// Asks in thirds: about the rows of the highest scores, which are worth finding; about rows at a boundary, the q quantile of the scores
/// of all rows, which moves with the answers; and about rows near it of which least is known, and which are least alike. The method is this
/// library's own; docs/methods/query-strategies.md has its formulas.
/// </summary>
/// <remarks>
/// <para>
/// With r = (abnormal + 1/2) / (answered + 1) among a query's boundary rows, q becomes q - 2 (1 - q) (r - 1/2), limited to [0.5, 0.99].
/// What thirds leave over goes to the earlier parts. Queries of one or two rows take the parts in turn.
/// </para>
/// <para>
/// What is least known is the posterior variance (<see cref="IPosteriorVariance"/>), each chosen row counting as answered for the next.
/// For a model without one it is the distance from the nearest row that was labelled or chosen before (farthest first).
/// </para>
/// <para>
/// Rows of equal features are asked about once, also where a session asks twins. The strategy stores nothing: q is computed from the
/// history each time, which must say what each row was found to be (<see cref="QueryOutcome.Labels"/>).
/// </para>
/// </remarks>
public sealed class ThirdsStrategy : QueryStrategy
{
    /// <summary>The quantile of the first query.</summary>
    public const double InitialQuantile = 0.8;

    /// <summary>The least known rows are looked for among so many times as many, the nearest to the boundary.</summary>
    private const int CandidatesPerRow = 10;

    /// <summary>The most rows among which they are looked for, unless more are wanted.</summary>
    private const int MostCandidates = 5000;

    /// <summary>Creates the strategy.</summary>
    /// <param name="topShare">How much goes to the rows of the highest scores.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is no value of <see cref="Querying.TopShare"/>.</exception>
    public ThirdsStrategy(TopShare topShare = TopShare.Adaptive)
    {
        if (!Enum.IsDefined(topShare))
        {
            throw new ArgumentOutOfRangeException(nameof(topShare), topShare, "The values of TopShare are allowed.");
        }

        TopShare = topShare;
    }

    /// <summary>Gets how much goes to the rows of the highest scores.</summary>
    public TopShare TopShare { get; }

    /// <inheritdoc/>
    public override string Name => TopShare switch
    {
        TopShare.Third => "thirds, always",
        TopShare.All => "thirds, all at the top",
        _ => "thirds",
    };

    /// <inheritdoc/>
    public override double? BoundaryQuantile(IReadOnlyList<QueryOutcome> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return ThirdsState.After(history, TopShare).Quantile;
    }

    /// <inheritdoc/>
    public override string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, count);
        var parts = ThirdsState.After(history, TopShare).Parts(count);
        return position < parts.Top ? "highest score" : position < parts.Top + parts.Boundary ? "boundary" : "least known";
    }

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        var state = ThirdsState.After(context.History, TopShare);
        context = context.Narrowed(context.DistinctCandidates(), "distinct");
        var parts = state.Parts(Math.Min(count, context.Candidates.Length));
        var top = Smallest(context, parts.Top, static score => -score);
        var rest = context.Narrowed(context.Without(top), "rest");
        var boundary = context.ScoreQuantile(state.Quantile);
        var near = Smallest(
            rest,
            Math.Min(parts.Boundary + CandidateCount(parts.Diverse), rest.Candidates.Length),
            score => Math.Abs(score - boundary));
        int[] chosen = [.. top, .. near[..parts.Boundary]];
        return parts.Diverse == 0 ? chosen : [.. chosen, .. LeastKnown(context, chosen, near[parts.Boundary..], parts.Diverse)];
    }

    private static int CandidateCount(int count) => Math.Max(count, (int)Math.Min((long)count * CandidatesPerRow, MostCandidates));

    private static int[] LeastKnown(QueryContext context, int[] chosen, int[] candidates, int count) =>
        context.TryGet<IPosteriorVariance>(out var posterior) && context.Pool is { } pool
            ? LeastCertain(posterior.Variance(pool.Select(candidates), context.CancellationToken), candidates, count)
            : FarthestFirst.Choose(context, chosen, candidates, count);

    private static int[] LeastCertain(PosteriorVariance? variance, int[] candidates, int count)
    {
        if (variance is null || variance.Values.Length < candidates.Length)
        {
            throw new InvalidOperationException(
                $"The model gives {(variance is null ? "no variances" : $"{variance.Values.Length} variances")} for "
                + $"{candidates.Length} rows; one a row is needed. Correct its "
                + $"{nameof(IPosteriorVariance)}.{nameof(IPosteriorVariance.Variance)}.");
        }

        var isChosen = new bool[candidates.Length];
        var rows = new int[count];
        for (var i = 0; i < count; i++)
        {
            var best = -1;
            for (var j = 0; j < candidates.Length; j++)
            {
                if (!isChosen[j] && (best < 0 || variance.Values[j] > variance.Values[best]))
                {
                    best = j;
                }
            }

            isChosen[best] = true;
            rows[i] = candidates[best];
            if (i < count - 1)
            {
                variance.TakeForAnswered(best);
            }
        }

        return rows;
    }
}
