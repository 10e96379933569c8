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
