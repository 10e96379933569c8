using System.Numerics;

namespace ActiveAnomaly.Metrics;

/// <summary>The oracle: sums of exact fractions, in whole numbers of any size.</summary>
[TestClass]
public sealed class BinomialDistributionTests
{
    /// <summary>Sums of a few hundred rounded terms differ in the last digits.</summary>
    private const double Tolerance = 1e-12;

    [TestMethod]
    [DataRow(1, 1, 2)]
    [DataRow(10, 1, 20)]
    [DataRow(59, 1, 20)]
    [DataRow(299, 1, 100)]
    [DataRow(300, 7, 10)]
    [DataRow(1000, 1, 1000)]
    public void UpTo_EveryCount_IsTheExactSum(int n, int numerator, int denominator)
    {
        for (var k = 0; k <= n; k += Math.Max(n / 50, 1))
        {
            var expected = Exact(k, n, numerator, denominator);
            Assert.AreEqual(expected, BinomialDistribution.UpTo(k, n, (double)numerator / denominator), Tolerance, $"{k} of {n}");
        }
    }

    [TestMethod]
    public void UpTo_SixHundredThousandTrials_IsOneHalfAtTheMedian()
    {
        // np is whole, so that it is the median; P(X = np) is 1 / sqrt(2 pi n p q), and one half lies within it.
        const int n = 600_000;
        const double p = 0.05;
        var atMedian = BinomialDistribution.UpTo((int)(n * p), n, p);
        var before = BinomialDistribution.UpTo((int)(n * p) - 1, n, p);
        Assert.IsTrue(before < 0.5 && atMedian >= 0.5, $"{before} {atMedian}");
        Assert.AreEqual(1 / Math.Sqrt(2 * Math.PI * n * p * (1 - p)), atMedian - before, 1e-7);
    }

    [TestMethod]
    [DataRow(58, 0.05, 0.05, -1)]
    [DataRow(59, 0.05, 0.05, 0)]
    [DataRow(298, 0.01, 0.05, -1)]
    [DataRow(299, 0.01, 0.05, 0)]
    [DataRow(93, 0.05, 0.05, 1)]
    [DataRow(92, 0.05, 0.05, 0)]
    public void LargestUpTo_TabledNumbers_AreThoseOfToleranceLimits(int n, double p, double bound, int expected) =>
        Assert.AreEqual(expected, BinomialDistribution.LargestUpTo(n, p, bound));

    [TestMethod]
    [DataRow(0, 10, 0.05)]
    [DataRow(0, 57, 0.025)]
    [DataRow(3, 57, 0.025)]
    [DataRow(9, 10, 0.05)]
    public void UpperLimit_LessThanAll_IsWhereTheTailHasTheBound(int k, int n, double bound)
    {
        var limit = BinomialDistribution.UpperLimit(k, n, bound);
        Assert.AreEqual(bound, BinomialDistribution.UpTo(k, n, limit), 1e-9);
        if (k == 0)
        {
            Assert.AreEqual(1 - Math.Pow(bound, 1.0 / n), limit, Tolerance);
        }
    }

    [TestMethod]
    public void UpperLimit_AllOrNone_IsOne()
    {
        Assert.AreEqual(1, BinomialDistribution.UpperLimit(10, 10, 0.05));
        Assert.AreEqual(1, BinomialDistribution.UpperLimit(0, 0, 0.05));
    }

    private static double Exact(int k, int n, int numerator, int denominator)
    {
        var (sum, choose) = (BigInteger.Zero, BigInteger.One);
        for (var i = 0; i <= k; i++)
        {
            sum += choose * BigInteger.Pow(numerator, i) * BigInteger.Pow(denominator - numerator, n - i);
            choose = choose * (n - i) / (i + 1);
        }

        // Sixty binary digits of the quotient.
        return (double)((sum << 60) / BigInteger.Pow(denominator, n)) / Math.Pow(2, 60);
    }
}
