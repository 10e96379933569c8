using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Balif;

namespace ActiveAnomaly.Querying;

/// <summary>
/// Chooses the rows that a model of Beta distributions is least decided about (the margin query of BALIF; Sartor, Barbariol and Susto,
/// 2024). Needs a model that gives such distributions, and the pool.
/// </summary>
/// <remarks>
/// <para>
/// A row's interest is the logarithm of its Beta density at 1/2 over that at its mode m, limited to [0.01, 0.99]:
/// -[(alpha - 1) ln(m / 0.5) + (beta - 1) ln((1 - m) / 0.5)] with m = (alpha - 1) / (alpha + beta - 2), or the mean where
/// alpha + beta is at most 2. The largest is chosen, ties by pool order.
/// </para>
/// <para>
/// A batch is chosen row by row: those already in it are pretended to be all abnormal, then all normal, and the smaller interest counts.
/// </para>
/// </remarks>
public sealed class BetaMarginStrategy : QueryStrategy
{
    private const double SmallestMode = 0.01;

    /// <inheritdoc/>
    public override string Name => "beta margin";

    /// <inheritdoc/>
    public override string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position) => "least decided";

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.TryGet<IBetaPosterior>(out var posterior))
        {
            throw new InvalidOperationException(
                "The beta-margin strategy needs a model that gives the Beta distributions of its scores, and there is none. "
                + "Train BALIF, or choose the adaptive boundary.");
        }

        if (context.Pool is not { } pool)
        {
            throw new InvalidOperationException(
                "The beta-margin strategy needs the rows that the scores are of, and the context has scores only. "
                + $"Set {nameof(QueryContext)}.{nameof(QueryContext.Pool)}, or let a session query.");
        }

        var candidates = context.Candidates.ToArray();
        var allAbnormal = posterior.Evidence(pool.Select(candidates));
        var allNormal = allAbnormal.Copy();
        var isChosen = new bool[candidates.Length];
        var chosen = new int[count];
        for (var i = 0; i < count; i++)
        {
            var row = MostInteresting(allAbnormal, allNormal, isChosen);
            isChosen[row] = true;
            chosen[i] = candidates[row];
            if (i + 1 < count)
            {
                allAbnormal.Pretend(row, RowLabel.Abnormal);
                allNormal.Pretend(row, RowLabel.Normal);
            }
        }

        return chosen;
    }

    /// <summary>How little decided a row of a distribution is: at most 0, unless the mode was limited.</summary>
    internal static double Interest(double alpha, double beta)
    {
        var mode = alpha + beta > 2 ? (alpha - 1) / (alpha + beta - 2) : alpha / (alpha + beta);
        mode = Math.Clamp(mode, SmallestMode, 1 - SmallestMode);
        return -(((alpha - 1) * Math.Log(mode / 0.5)) + ((beta - 1) * Math.Log((1 - mode) / 0.5)));
    }

    private static int MostInteresting(IBetaEvidence allAbnormal, IBetaEvidence allNormal, bool[] isChosen)
    {
        var (best, most) = (-1, double.NegativeInfinity);
        for (var row = 0; row < isChosen.Length; row++)
        {
            if (isChosen[row])
            {
                continue;
            }

            var interest = Math.Min(
                Interest(allAbnormal.Alpha(row), allAbnormal.Beta(row)), Interest(allNormal.Alpha(row), allNormal.Beta(row)));
            if (best < 0 || interest > most)
            {
                (best, most) = (row, interest);
            }
        }

        return best;
    }
}
