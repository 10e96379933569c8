using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Querying;

/// <summary>Which unlabelled rows count as scoring like labelled anomalies.</summary>
public enum PseudoAbnormalBound
{
    /// <summary>Those that score at least the median of the labelled anomalies (the authors' program).</summary>
    AtLeastMedian = 0,

    /// <summary>Those that score more than the median (the paper's Eq. 8).</summary>
    AboveMedian = 1,
}

/// <summary>
/// Chooses the pseudo-abnormal rows (Eq. 8): unlabelled rows that score like labelled anomalies. Immutable and thread safe.
/// </summary>
/// <param name="bound">Which rows qualify.</param>
/// <param name="drawsWithReplacement">
/// Whether the half that is kept, when too many qualify, is drawn with replacement, as the authors' program does.
/// </param>
public sealed class PseudoAbnormalSelection(
    PseudoAbnormalBound bound = PseudoAbnormalBound.AtLeastMedian, bool drawsWithReplacement = false)
{
    /// <summary>Gets which rows qualify.</summary>
    public PseudoAbnormalBound Bound => bound;

    /// <summary>Gets a value indicating whether the half that is kept is drawn with replacement.</summary>
    public bool DrawsWithReplacement => drawsWithReplacement;

    /// <summary>Chooses rows.</summary>
    /// <param name="scores">The scores that the last query was made on [n].</param>
    /// <param name="labels">The labels after its answers.</param>
    /// <param name="budget">The number of rows asked a stage, B: the most rows chosen while no anomaly is labelled.</param>
    /// <param name="random">Random numbers for the case that more than half of the unlabelled rows qualify.</param>
    /// <returns>
    /// Unlabelled rows, ascending: those that score at least the median of the labelled anomalies, at most half of the
    /// unlabelled ones. While no anomaly is labelled: the B highest of those that score at least the highest labelled row.
    /// None without labels.
    /// </returns>
    public int[] Select(ReadOnlySpan<float> scores, PoolLabels labels, int budget, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Select(scores, labels, labels, budget, random);
    }

    /// <summary>Chooses rows among those that are not known, by themselves or by their twins.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="labels">The labels that rows are compared with, one an answer.</param>
    /// <param name="known">The same, and what they say of twins.</param>
    /// <param name="budget">B.</param>
    /// <param name="random">Random numbers.</param>
    internal int[] Select(ReadOnlySpan<float> scores, PoolLabels labels, PoolLabels known, int budget, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (labels.LabeledCount == 0)
        {
            return [];
        }

        return labels.AbnormalRows.Count > 0
            ? LikeAnomalies(scores, labels, known, random)
            : AboveLabeled(scores, labels, known, budget);
    }

    private int[] LikeAnomalies(ReadOnlySpan<float> scores, PoolLabels labels, PoolLabels known, SeededRandom random)
    {
        var abnormal = new float[labels.AbnormalRows.Count];
        for (var i = 0; i < abnormal.Length; i++)
        {
            abnormal[i] = scores[labels.AbnormalRows[i]];
        }

        var median = Quantile.Of(abnormal, 0.5);
        var unlabeled = 0;
        var qualified = new List<int>();
        for (var row = 0; row < scores.Length; row++)
        {
            if (known[row] == RowLabel.Unlabeled)
            {
                unlabeled++;
                if (bound == PseudoAbnormalBound.AtLeastMedian ? scores[row] >= median : scores[row] > median)
                {
                    qualified.Add(row);
                }
            }
        }

        var cap = unlabeled / 2;
        int[] chosen = [.. qualified];
        if (chosen.Length > cap)
        {
            chosen = drawsWithReplacement
                ? [.. Enumerable.Range(0, cap).Select(_ => qualified[random.NextInt32(qualified.Count)]).Distinct()]
                : random.Sample(chosen, cap);
            Array.Sort(chosen);
        }

        return chosen;
    }

    private static int[] AboveLabeled(ReadOnlySpan<float> scores, PoolLabels labels, PoolLabels known, int budget)
    {
        var highest = float.NegativeInfinity;
        foreach (var row in labels.NormalRows)
        {
            highest = MathF.Max(highest, scores[row]);
        }

        var qualified = new List<(float NegativeScore, int Row)>();
        for (var row = 0; row < scores.Length; row++)
        {
            if (known[row] == RowLabel.Unlabeled && scores[row] >= highest)
            {
                qualified.Add((-scores[row], row));
            }
        }

        qualified.Sort();
        return [.. qualified.Take(budget).Select(candidate => candidate.Row).Order()];
    }
}
