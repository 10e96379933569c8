namespace ActiveAnomaly.Metrics;

/// <summary>
/// The signed-rank test of F. Wilcoxon (Biometrics Bulletin 1, 1945): are paired differences, such as those of two methods on several data
/// sets, as often and as far above 0 as below? Exact for any number of differences, ties included.
/// </summary>
public sealed class WilcoxonSignedRank
{
    private WilcoxonSignedRank(int count, double positiveSum, double negativeSum, double pValue)
    {
        Count = count;
        PositiveSum = positiveSum;
        NegativeSum = negativeSum;
        PValue = pValue;
    }

    /// <summary>Gets the number of differences that are not 0; zeros are left out, as Wilcoxon does.</summary>
    public int Count { get; }

    /// <summary>Gets the sum of the ranks of the differences above 0; equal distances from 0 share the mean of their ranks.</summary>
    public double PositiveSum { get; }

    /// <summary>Gets the sum of the ranks of the differences below 0.</summary>
    public double NegativeSum { get; }

    /// <summary>
    /// Gets how probable sums at least as far apart are where every difference is as likely to lie above 0 as below (two-sided); 1 where
    /// all differences are 0.
    /// </summary>
    public double PValue { get; }

    /// <summary>Tests differences.</summary>
    /// <param name="differences">Any number of finite differences, a pair each; the time grows with the cube of their number.</param>
    /// <returns>The test's result.</returns>
    /// <exception cref="ArgumentException">A difference is not finite.</exception>
    public static WilcoxonSignedRank Of(ReadOnlySpan<double> differences)
    {
        for (var i = 0; i < differences.Length; i++)
        {
            if (!double.IsFinite(differences[i]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Difference {i} is {differences[i]}; finite numbers are needed. Leave such pairs out."),
                    nameof(differences));
            }
        }

        double[] kept = [.. differences.ToArray().Where(value => value != 0).OrderBy(Math.Abs)];
        var doubledRanks = DoubledRanks(kept);
        long positive = 0;
        long all = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            positive += kept[i] > 0 ? doubledRanks[i] : 0;
            all += doubledRanks[i];
        }

        var smaller = Math.Min(positive, all - positive);
        return new WilcoxonSignedRank(
            kept.Length, positive / 2.0, (all - positive) / 2.0, Math.Min(1, 2 * ProbabilityUpTo(doubledRanks, smaller, all)));
    }

    /// <summary>Gives twice the rank of each value, so that the mean of tied ranks is a whole number.</summary>
    private static int[] DoubledRanks(double[] ordered)
    {
        var ranks = new int[ordered.Length];
        for (var start = 0; start < ordered.Length;)
        {
            var end = start;
            while (end < ordered.Length && Math.Abs(ordered[end]) == Math.Abs(ordered[start]))
            {
                end++;
            }

            // The ranks start + 1 to end: twice their mean is the sum of both ends.
            Array.Fill(ranks, start + 1 + end, start, end - start);
            start = end;
        }

        return ranks;
    }

    /// <summary>
    /// Gives P(S &lt;= sum) of the sum S of ranks each of which is in it with probability 1/2. The distribution grows rank by rank; halving
    /// in every step keeps it one of probabilities, without rounding while they have no more than 53 bits.
    /// </summary>
    private static double ProbabilityUpTo(int[] ranks, long sum, long all)
    {
        var probabilities = new double[all + 1];
        probabilities[0] = 1;
        var largest = 0;
        foreach (var rank in ranks)
        {
            largest += rank;
            for (var value = largest; value >= 0; value--)
            {
                probabilities[value] = (probabilities[value] + (value >= rank ? probabilities[value - rank] : 0)) / 2;
            }
        }

        var total = 0.0;
        for (var value = 0; value <= sum; value++)
        {
            total += probabilities[value];
        }

        return total;
    }
}
