using ActiveAnomaly.Graphs;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors.Ensembles;

/// <summary>Brings a member's scores onto a scale that members share, learnt from its scores of the training rows. Immutable.</summary>
internal sealed class ScoreCalibration
{
    /// <summary>Ranks are interpolated between this many quantiles of the training scores, or all of them where there are fewer.</summary>
    private const int LargestKnotCount = 1025;

    private readonly float[] _numbers;

    public ScoreCalibration(EnsembleCombination combination, float[] numbers)
    {
        Combination = combination;
        _numbers = numbers;
    }

    public EnsembleCombination Combination { get; }

    /// <summary>Gets mean and inverse standard deviation, or the training scores' quantiles, ascending.</summary>
    public ReadOnlySpan<float> Numbers => _numbers;

    public static ScoreCalibration Learn(EnsembleCombination combination, ReadOnlySpan<float> scores) =>
        new(combination, combination == EnsembleCombination.ZAverage ? Moments(scores) : Knots(scores));

    /// <summary>Brings a score onto the shared scale: a finite number, the largest where it would be larger; NaN stays NaN.</summary>
    public float Apply(float score) => Combination == EnsembleCombination.ZAverage
        ? Math.Clamp((score - _numbers[0]) * _numbers[1], float.MinValue, float.MaxValue)
        : Rank(score);

    /// <summary>Adds what <see cref="Apply"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="score">Single [rows], finite.</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddTo(GraphBuilder graph, GraphValue score) => Combination == EnsembleCombination.ZAverage
        ? graph.Clip(
            graph.Multiply(graph.Subtract(score, graph.Scalar(_numbers[0])), graph.Scalar(_numbers[1])),
            graph.Scalar(float.MinValue),
            graph.Scalar(float.MaxValue))
        : AddRank(graph, score);

    private static float[] Moments(ReadOnlySpan<float> scores)
    {
        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += score;
        }

        var mean = sum / scores.Length;
        var squares = 0.0;
        foreach (var score in scores)
        {
            squares += (score - mean) * (score - mean);
        }

        var deviation = Math.Sqrt(squares / scores.Length);

        // An infinite factor would make NaN of the mean itself.
        return [(float)mean, deviation > 0 ? (float)Math.Min(1 / deviation, float.MaxValue) : 1f];
    }

    private static float[] Knots(ReadOnlySpan<float> scores)
    {
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        if (sorted.Length <= LargestKnotCount)
        {
            return sorted;
        }

        return [.. Enumerable.Range(0, LargestKnotCount).Select(i => (float)Quantile.OfSorted(sorted, i / (LargestKnotCount - 1.0)))];
    }

    /// <summary>
    /// The rank of a score among the knots, in (0, 1), interpolated; ties take the mean rank. Scores above all knots go on
    /// rising towards 1, scores below all of them fall towards 0, so that no two different scores tie beyond the training range.
    /// </summary>
    private float Rank(float score)
    {
        if (float.IsNaN(score))
        {
            return float.NaN;
        }

        var count = _numbers.Length;
        var low = LowerBound(score);
        if (low == count)
        {
            var beyond = Math.Min(score - _numbers[^1], float.MaxValue);
            return (float)((count + (beyond / (1.0 + beyond))) / (count + 1));
        }

        var high = low;
        while (high < count && _numbers[high] == score)
        {
            high++;
        }

        if (high > low)
        {
            return (float)((low + high + 1) / 2.0 / (count + 1));
        }

        if (low == 0)
        {
            var beyond = _numbers[0] - score;
            return (float)(1.0 / (1.0 + beyond) / (count + 1));
        }

        var share = (score - _numbers[low - 1]) / ((double)_numbers[low] - _numbers[low - 1]);
        return (float)((low + share) / (count + 1));
    }

    /// <summary>
    /// Adds what <see cref="Rank"/> gives. A place among the knots is known by how many are smaller: there a score equals the next knot,
    /// and has the mean rank of that one's equals; or it lies beyond all; or between two.
    /// </summary>
    private GraphValue AddRank(GraphBuilder graph, GraphValue score)
    {
        var count = _numbers.Length;
        float[] points = [.. _numbers.Distinct()];
        int[] lows = [.. points.Select(LowerBound), count];
        var known = PointSearch.Add(
            graph,
            graph.Unsqueeze(graph.Cast(score, GraphElementType.Double), 1),
            [points],
            (_, place) => AtPlace(points, lows, place)).Select(value => graph.Squeeze(value, 1)).ToArray();
        var (left, width, low, isBefore, isAfter) = (known[0], known[1], known[2], known[3], known[4]);
        var (zero, one) = (graph.Scalar(0.0), graph.Scalar(1.0));

        // Differences are taken in single precision, as Rank takes them.
        var beyond = graph.Cast(
            graph.Minimum(
                graph.Absolute(graph.Subtract(score, graph.Cast(left, GraphElementType.Single))), graph.Scalar(float.MaxValue)),
            GraphElementType.Double);
        var above = graph.Add(graph.Scalar((double)count), graph.Divide(beyond, graph.Add(one, beyond)));
        var below = graph.Divide(one, graph.Add(one, beyond));
        var between = graph.Add(low, graph.Divide(beyond, width));
        var rank = graph.Where(
            graph.Equal(graph.Cast(score, GraphElementType.Double), known[5]),
            known[6],
            graph.Where(
                graph.Greater(isAfter, zero), above, graph.Where(graph.Greater(isBefore, zero), below, between)));
        return graph.Cast(graph.Divide(rank, graph.Scalar(count + 1.0)), GraphElementType.Single);
    }

    /// <summary>
    /// What is known of scores that are greater than so many points: the nearest point to measure from, the width to the next and the rank
    /// where that begins; whether the scores lie before or after all; and the point that some equal, with its rank.
    /// </summary>
    private static double[] AtPlace(float[] points, int[] lows, int place)
    {
        var (isFirst, isLast) = (place == 0, place == points.Length);
        double[] line = isFirst ? [points[0], 1, 0, 1, 0]
            : isLast ? [points[^1], 1, 0, 0, 1]
            : [points[place - 1], (double)points[place] - points[place - 1], lows[place], 0, 0];
        return [.. line, .. isLast ? (double[])[double.NaN, 0] : [points[place], (lows[place] + lows[place + 1] + 1) / 2.0]];
    }

    private int LowerBound(float score)
    {
        var (low, high) = (0, _numbers.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _numbers[middle] < score ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
