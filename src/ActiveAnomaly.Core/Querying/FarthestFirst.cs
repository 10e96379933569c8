using ActiveAnomaly.Data;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Querying;

/// <summary>
/// Chooses rows that are unlike all that is known (farthest-first traversal, Gonzalez 1985; as a query strategy: Sener and Savarese, ICLR
/// 2018): each time the candidate whose nearest labelled or chosen row is farthest. A squared distance is the mean over features of the
/// squared differences in spans of the pool, plus that of the scores' ranks in [0, 1].
/// </summary>
/// <remarks>
/// Every candidate is compared with every row that is known or chosen. A comparison is given up where what is summed up so far is no less
/// than the nearest distance: further terms are not negative, and the minimum stays.
/// </remarks>
internal static class FarthestFirst
{
    /// <summary>The number of candidates that one thread compares at a time.</summary>
    private const int PartCount = 256;

    /// <summary>The number of features after which a comparison may be given up.</summary>
    private const int FeaturesAtOnce = 8;

    /// <summary>Chooses rows.</summary>
    /// <param name="context">Scores, labels and, for the features, the pool.</param>
    /// <param name="chosen">Rows that are chosen already.</param>
    /// <param name="candidates">The rows to choose from; of equally far ones the first is chosen.</param>
    /// <param name="count">How many, at most as many as there are candidates.</param>
    public static int[] Choose(QueryContext context, int[] chosen, int[] candidates, int count)
    {
        var ranks = Ranks(context.Scores.Span);
        var inverseSpans = context.Pool is { } pool ? InverseSpans(pool) : [];
        var nearest = new double[candidates.Length];
        Array.Fill(nearest, double.PositiveInfinity);
        int[] known = [.. context.Labels.LabeledRows, .. chosen];
        ParallelLoop.Run(
            (candidates.Length + PartCount - 1) / PartCount,
            part =>
            {
                for (var j = part * PartCount; j < Math.Min((part + 1) * PartCount, candidates.Length); j++)
                {
                    foreach (var row in known)
                    {
                        nearest[j] = Nearer(context.Pool, inverseSpans, ranks, row, candidates[j], nearest[j]);
                    }
                }
            },
            context.CancellationToken);

        var rows = new int[count];
        for (var i = 0; i < count; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var best = 0;
            for (var j = 1; j < candidates.Length; j++)
            {
                best = nearest[j] > nearest[best] ? j : best;
            }

            rows[i] = candidates[best];
            Approach(candidates[best]);
            nearest[best] = -1;
        }

        return rows;

        void Approach(int row)
        {
            for (var j = 0; j < candidates.Length; j++)
            {
                if (nearest[j] >= 0)
                {
                    nearest[j] = Nearer(context.Pool, inverseSpans, ranks, row, candidates[j], nearest[j]);
                }
            }
        }
    }

    /// <summary>Gives the smaller of a distance and that of two rows.</summary>
    private static double Nearer(FeatureMatrix? pool, double[] inverseSpans, double[] ranks, int x, int y, double nearest)
    {
        var rankDifference = ranks[x] - ranks[y];
        var ofRanks = rankDifference * rankDifference;
        if (pool is null)
        {
            return Math.Min(nearest, ofRanks);
        }

        var left = pool.Row(x);
        var right = pool.Row(y);
        var sum = 0.0;
        for (var first = 0; first < inverseSpans.Length; first += FeaturesAtOnce)
        {
            for (var k = first; k < Math.Min(first + FeaturesAtOnce, inverseSpans.Length); k++)
            {
                var difference = ((double)left[k] - right[k]) * inverseSpans[k];
                sum += difference * difference;
            }

            if (ofRanks + (sum / inverseSpans.Length) >= nearest)
            {
                return nearest;
            }
        }

        return ofRanks + (sum / inverseSpans.Length);
    }

    /// <summary>Gives 1 / (largest - smallest) of each feature, 0 where it does not vary.</summary>
    private static double[] InverseSpans(FeatureMatrix pool)
    {
        var (lowest, highest) = (pool.Row(0).ToArray(), pool.Row(0).ToArray());
        for (var row = 1; row < pool.RowCount; row++)
        {
            var features = pool.Row(row);
            for (var k = 0; k < features.Length; k++)
            {
                lowest[k] = Math.Min(lowest[k], features[k]);
                highest[k] = Math.Max(highest[k], features[k]);
            }
        }

        return [.. lowest.Zip(highest, (low, high) => high > low ? 1 / ((double)high - low) : 0)];
    }

    /// <summary>Gives the scores' ranks in [0, 1], ties the mean of theirs.</summary>
    private static double[] Ranks(ReadOnlySpan<float> scores)
    {
        var sorted = scores.ToArray();
        int[] rows = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, rows);
        var ranks = new double[rows.Length];
        for (var first = 0; first < rows.Length;)
        {
            var end = first + 1;
            while (end < rows.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            for (var i = first; i < end; i++)
            {
                ranks[rows[i]] = (first + end - 1) / 2.0 / Math.Max(rows.Length - 1, 1);
            }

            first = end;
        }

        return ranks;
    }
}
