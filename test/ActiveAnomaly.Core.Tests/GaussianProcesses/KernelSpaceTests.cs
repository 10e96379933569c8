using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.GaussianProcesses;

[TestClass]
public sealed class KernelSpaceTests
{
    /// <summary>Distances are sums of a few numbers rounded to Single.</summary>
    private const double Tolerance = 1e-6;

    [TestMethod]
    public void LearnKernel_ThreeRows_MatchesHandArithmetic()
    {
        // 0, 1/3, 1 are 1/3, 2/3 and 1 apart. Median 1/3, mean distance 1/3: asinh of -1, 0, 2, of which 0 and asinh 2 are in the middle.
        var kernel = Learned(FeatureMatrix.Copy([0, 1, 3], 1));
        Assert.AreEqual(2.0 / 3, kernel.UnitLength, Tolerance);
        Assert.AreEqual(Math.Asinh(2), kernel.RobustLength, Tolerance);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(16)]
    [DataRow(17)]
    [DataRow(37)]
    public void LearnKernel_AnyCount_IsTheMedianOfAllPairs(int count)
    {
        var random = new Random(count);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, count * 3).Select(_ => random.NextSingle())], 3);
        var (scaling, unit) = Unit(pool);
        var kernel = KernelSpace.LearnKernel(scaling, unit, new SeededRandom(1));
        var robust = new float[unit.Values.Length];
        scaling.ToRobust(unit.Values, robust);
        Assert.AreEqual(Median(unit.Values.ToArray()), kernel.UnitLength, Tolerance);
        Assert.AreEqual(Median(robust), kernel.RobustLength, 5 * Tolerance);
    }

    [TestMethod]
    public void LearnKernel_MostRowsIdentical_TakesTheDistancesAboveZero()
    {
        // Eight rows of 0, a 1 and a 3: 28 of 45 distances are 0, eight are 1/3, eight 1, one 2/3, which is in the middle of those.
        var kernel = Learned(FeatureMatrix.Copy([0, 0, 0, 0, 1, 0, 0, 0, 3, 0], 1));
        Assert.AreEqual(2.0 / 3, kernel.UnitLength, Tolerance);
        Assert.IsGreaterThan(0.5, kernel.RobustLength);
    }

    [TestMethod]
    public void LearnKernel_MostRowsNearlyIdentical_IsHalfTheMeanDistance()
    {
        // Nine rows within 0.008 of one another, and one 1 away: 9 of 45 distances are about 1, the others about 0.003.
        float[] rows = [.. Enumerable.Range(0, 9).Select(row => 0.001f * row), 1];
        var kernel = Learned(FeatureMatrix.Copy(rows, 1));
        var distances = Enumerable.Range(0, 10).SelectMany(i => Enumerable.Range(0, i).Select(j => (double)rows[i] - rows[j]));
        Assert.AreEqual(distances.Average() / 2, kernel.UnitLength, Tolerance);
        Assert.IsGreaterThan(0.09, kernel.UnitLength);
    }

    [TestMethod]
    public void LearnKernel_AllRowsIdentical_IsOne()
    {
        var kernel = Learned(FeatureMatrix.Copy([4, 4, 4], 1));
        Assert.AreEqual((1, 1), (kernel.UnitLength, kernel.RobustLength));
    }

    [TestMethod]
    public void LearnKernel_MoreThanFiveHundredRows_DrawsSome()
    {
        var random = new Random(3);
        FeatureMatrix Pool(int count) => FeatureMatrix.Copy([.. Enumerable.Range(0, count).Select(_ => random.NextSingle())], 1);
        var (all, some) = (Pool(500), Pool(600));
        Assert.AreEqual(Learned(all, seed: 1).UnitLength, Learned(all, seed: 2).UnitLength);
        Assert.AreNotEqual(Learned(some, seed: 1).UnitLength, Learned(some, seed: 2).UnitLength);
        Assert.AreEqual(Learned(some, seed: 1).UnitLength, Learned(some, seed: 1).UnitLength);
    }

    private static LaplaceKernel Learned(FeatureMatrix pool, long seed = 1)
    {
        var (scaling, unit) = Unit(pool);
        return KernelSpace.LearnKernel(scaling, unit, new SeededRandom(seed));
    }

    private static (FeatureScaling Scaling, FeatureMatrix Unit) Unit(FeatureMatrix pool)
    {
        var (scaling, unit) = (FeatureScaling.Learn(pool, CancellationToken.None), new float[pool.Values.Length]);
        scaling.ToUnit(pool.Values, unit);
        return (scaling, FeatureMatrix.Copy(unit, pool.FeatureCount));
    }

    /// <summary>The median distance of two rows of three features.</summary>
    private static double Median(float[] rows)
    {
        var count = rows.Length / 3;
        double[] distances =
        [
            .. from i in Enumerable.Range(0, count)
               from j in Enumerable.Range(0, i)
               select Enumerable.Range(0, 3).Sum(k => Math.Abs((double)rows[(3 * i) + k] - rows[(3 * j) + k])) into distance
               orderby distance
               select distance,
        ];
        return (distances[(distances.Length - 1) / 2] + distances[distances.Length / 2]) / 2;
    }
}
