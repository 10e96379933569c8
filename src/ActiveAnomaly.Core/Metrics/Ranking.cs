using ActiveAnomaly.Data;

namespace ActiveAnomaly.Metrics;

/// <summary>Measures of how well scores rank anomalies above normal rows.</summary>
public static class Ranking
{
    /// <summary>
    /// The area under the ROC curve: the share of pairs of an abnormal and a normal row in which the abnormal one scores
    /// higher; ties count one half.
    /// </summary>
    /// <param name="scores">One finite score a row; higher is more anomalous.</param>
    /// <param name="isAbnormal">The truth, one value a row.</param>
    /// <returns>The area, or NaN when all rows are of one kind.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static double RocAuc(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAbnormal)
    {
        var (sorted, truth) = Sorted(scores, isAbnormal);
        double pairs = 0;
        long normal = 0;
        long abnormal = 0;
        for (var start = 0; start < sorted.Length;)
        {
            var (end, tiedNormal, tiedAbnormal) = TieFrom(sorted, truth, start);
            pairs += tiedAbnormal * (normal + (tiedNormal / 2.0));
            normal += tiedNormal;
            abnormal += tiedAbnormal;
            start = end;
        }

        return normal == 0 || abnormal == 0 ? double.NaN : pairs / ((double)normal * abnormal);
    }

    /// <summary>
    /// Average precision: the sum over thresholds, from the highest score down, of precision times the gain in recall
    /// (AUC-PR without interpolation). Rows of equal score pass the threshold together.
    /// </summary>
    /// <param name="scores">One finite score a row; higher is more anomalous.</param>
    /// <param name="isAbnormal">The truth, one value a row.</param>
    /// <returns>Average precision, or NaN when there is no abnormal row.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static double AveragePrecision(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAbnormal)
    {
        var (sorted, truth) = SortedDescending(scores, isAbnormal);
        double sum = 0;
        long found = 0;
        for (var start = 0; start < sorted.Length;)
        {
            var (end, _, tiedAbnormal) = TieFrom(sorted, truth, start);
            found += tiedAbnormal;
            sum += tiedAbnormal * ((double)found / end);
            start = end;
        }

        return found == 0 ? double.NaN : sum / found;
    }

    /// <summary>
    /// Precision at k: the share of abnormal rows among the k rows of the highest scores. Where rows of equal score compete for the last of
    /// the k places, it is the mean over all ways to choose among them (McSherry and Najork, ECIR 2008), whatever order the rows are in.
    /// </summary>
    /// <param name="scores">One finite score a row; higher is more anomalous.</param>
    /// <param name="isAbnormal">The truth, one value a row.</param>
    /// <param name="k">From 1 to the number of rows.</param>
    /// <returns>Precision, from 0 to 1.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many rows as that, or it is less than 1.</exception>
    public static double PrecisionAt(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAbnormal, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, scores.Length);
        var (sorted, truth) = SortedDescending(scores, isAbnormal);
        var found = 0.0;
        for (var start = 0; start < k;)
        {
            var (end, normal, abnormal) = TieFrom(sorted, truth, start);
            found += end <= k ? abnormal : (double)abnormal * (k - start) / (normal + abnormal);
            start = end;
        }

        return found / k;
    }

    /// <summary>
    /// The area under the curve of precision over recall by trapezoids, which joins its points by lines: from precision 1 at recall 0 over
    /// every threshold from the highest score down. Too favourable where points lie far apart, 1/2 and more for equal scores: prefer
    /// <see cref="AveragePrecision"/>; some papers (RoSAS, DevNet) print this area as AUC-PR.
    /// </summary>
    /// <param name="scores">One finite score a row; higher is more anomalous.</param>
    /// <param name="isAbnormal">The truth, one value a row.</param>
    /// <returns>The area, or NaN when there is no abnormal row.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static double PrecisionRecallAuc(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAbnormal)
    {
        var (sorted, truth) = SortedDescending(scores, isAbnormal);
        double sum = 0;
        long found = 0;
        var before = 1.0;
        for (var start = 0; start < sorted.Length;)
        {
            var (end, _, tiedAbnormal) = TieFrom(sorted, truth, start);
            found += tiedAbnormal;
            var precision = (double)found / end;
            sum += tiedAbnormal * (before + precision) / 2;
            before = precision;
            start = end;
        }

        return found == 0 ? double.NaN : sum / found;
    }

    private static (float[] Scores, bool[] Truth) SortedDescending(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAbnormal)
    {
        var (sorted, truth) = Sorted(scores, isAbnormal);
        Array.Reverse(sorted);
        Array.Reverse(truth);
        return (sorted, truth);
    }

    private static (float[] Scores, bool[] Truth) Sorted(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAbnormal)
    {
        if (scores.Length != isAbnormal.Length)
        {
            throw new ArgumentException(
                $"There are {scores.Length} scores and {isAbnormal.Length} truths; one of each is needed for every row.",
                nameof(isAbnormal));
        }

        for (var i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
            {
                throw new ArgumentException($"The score of row {i} is NaN; rows without a score cannot be ranked.", nameof(scores));
            }
        }

        var sorted = scores.ToArray();
        var truth = isAbnormal.ToArray();
        Array.Sort(sorted, truth);
        return (sorted, truth);
    }

    private static (int End, int Normal, int Abnormal) TieFrom(float[] sorted, bool[] truth, int start)
    {
        var abnormal = 0;
        var end = start;
        for (; end < sorted.Length && sorted[end] == sorted[start]; end++)
        {
            abnormal += truth[end] ? 1 : 0;
        }

        return (end, end - start - abnormal, abnormal);
    }

    /// <summary>Tells which rows are abnormal.</summary>
    /// <param name="labels">Labels without <see cref="RowLabel.Unlabeled"/>.</param>
    /// <returns>True for abnormal rows.</returns>
    /// <exception cref="ArgumentException">A row is not labelled.</exception>
    public static bool[] IsAbnormal(ReadOnlySpan<RowLabel> labels)
    {
        var truth = new bool[labels.Length];
        for (var i = 0; i < truth.Length; i++)
        {
            if (labels[i] == RowLabel.Unlabeled)
            {
                throw new ArgumentException($"Row {i} is not labelled; an evaluation needs the truth of every row.", nameof(labels));
            }

            truth[i] = labels[i] == RowLabel.Abnormal;
        }

        return truth;
    }
}
