namespace ActiveAnomaly.Labeling;

/// <summary>
/// How many hits are among the rows that were not drawn, where x of n rows drawn at random, none twice, were hits: the exact interval of a
/// finite population (Buonaccorsi, The American Statistician 41, 1987). With K hits in all, X among the drawn ones has a hypergeometric
/// distribution; the interval holds K - x for every K with P(X &gt;= x | K) and P(X &lt;= x | K) of at least (1 - confidence) / 2 each. Of
/// many rows that were not drawn it is the interval of Clopper and Pearson (Biometrika 26, 1934) times their number; of few it is another:
/// the share among the last row is 0 or 1.
/// </summary>
internal static class RemainingHits
{
    /// <summary>Computes the interval.</summary>
    /// <param name="hitCount">The number of hits among the drawn rows, x.</param>
    /// <param name="drawCount">The number of drawn rows, n; 0 says nothing.</param>
    /// <param name="leftCount">The number of rows that were not drawn.</param>
    /// <param name="confidence">How sure it is to cover the number of hits among these, in (0, 1).</param>
    public static Interval Of(int hitCount, int drawCount, int leftCount, double confidence)
    {
        if (drawCount == 0)
        {
            return new Interval(leftCount == 0 ? 0 : double.NaN, 0, leftCount);
        }

        var tail = (1 - confidence) / 2;
        var low = FirstWhere(leftCount, left => AtLeast(hitCount, drawCount, leftCount, hitCount + left) >= tail);
        var high = leftCount - FirstWhere(
            leftCount,
            others => AtLeast(drawCount - hitCount, drawCount, leftCount, drawCount - hitCount + others) >= tail);
        return new Interval((double)hitCount / drawCount * leftCount, low, high);
    }

    /// <summary>Finds the first number, up to the last one, from which on a condition holds; it holds at the last one.</summary>
    private static int FirstWhere(int last, Func<int, bool> holds)
    {
        var (low, high) = (0, last);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>
    /// Gives P(X &gt;= x) for n draws of a population with so many hits: each term from the one before it, all relative to the largest,
    /// and their sums, so that no factorial is needed.
    /// </summary>
    private static double AtLeast(int least, int drawCount, int leftCount, int hitCount)
    {
        var first = Math.Max(0, hitCount - leftCount);
        var last = Math.Min(drawCount, hitCount);
        var logTerms = new double[last - first + 1];
        for (var k = first; k < last; k++)
        {
            logTerms[k + 1 - first] = logTerms[k - first]
                + Math.Log((double)(hitCount - k) * (drawCount - k) / ((double)(k + 1) * (leftCount - hitCount + k + 1)));
        }

        var largest = logTerms.Max();
        var (below, above) = (0.0, 0.0);
        for (var k = first; k <= last; k++)
        {
            var term = Math.Exp(logTerms[k - first] - largest);
            (below, above) = k < least ? (below + term, above) : (below, above + term);
        }

        return above / (below + above);
    }
}
