namespace ActiveAnomaly.Metrics;

/// <summary>How many of n independent trials succeed that each do so with probability p; in double, for any n.</summary>
internal static class BinomialDistribution
{
    /// <summary>Terms below this share of the largest change no digit of a sum.</summary>
    private const double Negligible = 1e-25;

    /// <summary>The steps of a bisection after which no number lies between two neighbours.</summary>
    private const int BisectionCount = 100;

    /// <summary>
    /// Gives P(X &lt;= k). Each term comes from its neighbour, all relative to the largest, so that no factorial is needed and nothing
    /// underflows.
    /// </summary>
    /// <param name="k">The most successes, at least 0.</param>
    /// <param name="n">The number of trials, at least 0.</param>
    /// <param name="p">The probability of a success, in (0, 1).</param>
    public static double UpTo(int k, int n, double p)
    {
        if (k >= n)
        {
            return 1;
        }

        var mode = (int)Math.Min(Math.Floor((n + 1.0) * p), n);
        var odds = p / (1 - p);
        var (below, above) = (0.0, 0.0);
        var term = 1.0;
        for (var i = mode; i >= 0 && term > Negligible; i--)
        {
            (below, above) = i <= k ? (below + term, above) : (below, above + term);
            term *= i / ((n - i + 1.0) * odds);
        }

        term = 1.0;
        for (var i = mode + 1; i <= n; i++)
        {
            term *= (n - i + 1.0) * odds / i;
            if (term <= Negligible)
            {
                break;
            }

            (below, above) = i <= k ? (below + term, above) : (below, above + term);
        }

        return below / (below + above);
    }

    /// <summary>Gives the largest k of which P(X &lt;= k) is at most a bound; -1 where even P(X &lt;= 0) is more.</summary>
    /// <param name="n">The number of trials, at least 0.</param>
    /// <param name="p">The probability of a success, in (0, 1).</param>
    /// <param name="bound">The bound, in (0, 1).</param>
    public static int LargestUpTo(int n, double p, double bound)
    {
        var (low, high) = (-1, n);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = UpTo(middle, n, p) <= bound ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>
    /// Gives the upper limit of Clopper and Pearson (Biometrika 26, 1934) for p: the largest p of which P(X &lt;= k) is at least a bound.
    /// </summary>
    /// <param name="k">The number of successes seen, at least 0.</param>
    /// <param name="n">The number of trials, at least k; 0 says nothing.</param>
    /// <param name="bound">How often the limit may lie below p, in (0, 1).</param>
    public static double UpperLimit(int k, int n, double bound)
    {
        if (k >= n)
        {
            return 1;
        }

        var (low, high) = ((double)k / n, 1.0);
        for (var i = 0; i < BisectionCount; i++)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = UpTo(k, n, middle) >= bound ? (middle, high) : (low, middle);
        }

        return high;
    }
}
