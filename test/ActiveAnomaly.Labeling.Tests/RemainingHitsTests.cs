using System.Numerics;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class RemainingHitsTests
{
    /// <summary>Published values have four digits.</summary>
    private const double TableTolerance = 0.00006;

    /// <summary>So many rows are left that drawing without replacement is drawing with it: shares differ by their inverse.</summary>
    private const int Many = 100_000_000;

    [TestMethod]
    [DataRow(0, 10, 0.95, 0.0, 0.3085)]
    [DataRow(1, 10, 0.95, 0.0025, 0.4450)]
    [DataRow(5, 10, 0.95, 0.1871, 0.8129)]
    [DataRow(10, 10, 0.95, 0.6915, 1.0)]
    [DataRow(3, 20, 0.95, 0.0321, 0.3789)]
    [DataRow(0, 1, 0.95, 0.0, 0.9750)]
    [DataRow(0, 30, 0.95, 0.0, 0.1157)]
    [DataRow(0, 10, 0.99, 0.0, 0.4113)]
    public void Of_ManyRowsLeft_IsThePublishedIntervalOfClopperAndPearson(
        int hitCount, int drawCount, double confidence, double low, double high)
    {
        var interval = RemainingHits.Of(hitCount, drawCount, Many, confidence);
        Assert.AreEqual(low, interval.Low / Many, TableTolerance);
        Assert.AreEqual(high, interval.High / Many, TableTolerance);
        Assert.AreEqual((double)hitCount / drawCount * Many, interval.Estimate, 1);
    }

    [TestMethod]
    public void Of_SmallPopulations_IsWhatCountingAllDrawsGives()
    {
        foreach (var confidence in new[] { 0.9, 0.95, 0.975 })
        {
            for (var drawCount = 1; drawCount <= 9; drawCount++)
            {
                for (var leftCount = 0; leftCount <= 9; leftCount++)
                {
                    for (var hitCount = 0; hitCount <= drawCount; hitCount++)
                    {
                        var interval = RemainingHits.Of(hitCount, drawCount, leftCount, confidence);
                        var (low, high) = Counted(hitCount, drawCount, leftCount, confidence);
                        var what = $"{hitCount} of {drawCount}, {leftCount} left, {confidence}";
                        Assert.AreEqual(low, interval.Low, what);
                        Assert.AreEqual(high, interval.High, what);
                        Assert.IsTrue(interval.Estimate >= low && interval.Estimate <= high, what);
                    }
                }
            }
        }
    }

    [TestMethod]
    public void Of_OneRowLeft_IsEither()
    {
        // 3 of 9 were hits; the tenth row is one or is not.
        Assert.AreEqual(new Interval(3.0 / 9, 0, 1), RemainingHits.Of(3, 9, 1, 0.95));
    }

    [TestMethod]
    public void Of_NothingDrawn_SaysNothing()
    {
        var interval = RemainingHits.Of(0, 0, 7, 0.95);
        Assert.IsTrue(double.IsNaN(interval.Estimate));
        Assert.AreEqual((0, 7), (interval.Low, interval.High));
        Assert.AreEqual(default, RemainingHits.Of(0, 0, 0, 0.95));
    }

    [TestMethod]
    public void Of_ThousandsOfDraws_IsFiniteAndNarrow()
    {
        var interval = RemainingHits.Of(400, 4000, 1_000_000, 0.95);

        // A share of 0.1 of 4,000: plus and minus 1.96 times 0.0047, and a little.
        Assert.AreEqual(90_800, interval.Low, 400);
        Assert.AreEqual(109_700, interval.High, 400);
    }

    /// <summary>Counts draws in whole numbers: C(K, k) C(N - K, n - k) of C(N, n) have k hits.</summary>
    private static (int Low, int High) Counted(int hitCount, int drawCount, int leftCount, double confidence)
    {
        var all = drawCount + leftCount;
        var possible = Enumerable.Range(hitCount, leftCount + 1)
            .Where(total => Share(total, hitCount, drawCount) >= (1 - confidence) / 2
                && Share(total, 0, hitCount) >= (1 - confidence) / 2)
            .Select(total => total - hitCount).ToArray();
        return (possible.Min(), possible.Max());

        double Share(int total, int first, int last) =>
            (double)Enumerable.Range(first, last - first + 1)
                .Aggregate(BigInteger.Zero, (sum, k) => sum + (Choose(total, k) * Choose(all - total, drawCount - k)))
            / (double)Choose(all, drawCount);
    }

    private static BigInteger Choose(int n, int k) => k < 0 || k > n ? 0
        : Enumerable.Range(1, k).Aggregate(BigInteger.One, (product, i) => product * (n - k + i) / i);
}
