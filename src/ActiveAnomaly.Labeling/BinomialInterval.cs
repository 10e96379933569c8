namespace ActiveAnomaly.Labeling;

/// <summary>
/// The exact interval of a share that is seen in x of n independent draws (Clopper and Pearson, Biometrika 26, 1934): the shares p with
/// P(X &gt;= x | p) and P(X &lt;= x | p) of at least (1 - confidence) / 2 each.
/// </summary>
internal static class BinomialInterval
{
    private const int BisectionCount = 60;

    /// <summary>Computes the interval.</summary>
    /// <param name="hitCount">The number of hits, x.</param>
    /// <param name="drawCount">The number of draws, n; 0 says nothing.</param>
    /// <param name="confidence">How sure it is to cover the share, in (0, 1).</param>
    public static Interval Of(int hitCount, int drawCount, double confidence)
    {
        if (drawCount == 0)
        {
            return new Interval(double.NaN, 0, 1);
        }

        var tail = (1 - confidence) / 2;
        var low = hitCount == 0 ? 0 : Bisect(p => AtLeast(hitCount, drawCount, p) < tail);
        var high = hitCount == drawCount ? 1 : Bisect(p => 1 - AtLeast(hitCount + 1, drawCount, p) >= tail);
        return new Interval((double)hitCount / drawCount, low, high);
    }

    /// <summary>Finds where a condition that holds for small shares ends.</summary>
    private static double Bisect(Func<double, bool> holds)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < BisectionCount; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Gives P(X &gt;= x | p), term by term, each from the one before it.</summary>
    private static double AtLeast(int hitCount, int drawCount, double p)
    {
        var logOdds = Math.Log(p) - Math.Log(1 - p);
        var logTerm = drawCount * Math.Log(1 - p);
        var sum = 0.0;
        for (var k = 0; k <= drawCount; k++)
        {
            if (k >= hitCount)
            {
                sum += Math.Exp(logTerm);
            }

            logTerm += logOdds + Math.Log((double)(drawCount - k) / (k + 1));
        }

        return Math.Min(sum, 1);
    }
}
