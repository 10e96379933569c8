namespace ActiveAnomaly.Metrics;

/// <summary>The values are those of numpy.quantile's default method, by hand.</summary>
[TestClass]
public sealed class QuantileTests
{
    /// <summary>Two roundings in double precision of numbers below 100.</summary>
    private const double Tolerance = 1e-13;

    [TestMethod]
    [DataRow(0.0, 1.0)]
    [DataRow(1.0, 40.0)]
    [DataRow(0.5, 15.0)] // rank 1.5 of 1, 10, 20, 40
    [DataRow(0.25, 7.75)] // rank 0.75
    [DataRow(0.9, 34.0)] // rank 2.7
    [DataRow(1.0 / 3, 10.0)] // rank 1
    public void Of_FourValues_InterpolatesBetweenTheNearestRanks(double q, double expected) =>
        Assert.AreEqual(expected, Quantile.Of([20, 1, 40, 10], q), Tolerance);

    [TestMethod]
    public void Of_ValuesInAnyOrder_IsThatOfTheSortedOnes()
    {
        // Drawn, ascending, descending, few different ones, all equal, and an order that middles of three split badly.
        var random = new Random(1);
        float[][] cases =
        [
            [.. Enumerable.Range(0, 1001).Select(_ => random.NextSingle())],
            [.. Enumerable.Range(0, 1000).Select(i => (float)i)],
            [.. Enumerable.Range(0, 1000).Select(i => -(float)i)],
            [.. Enumerable.Range(0, 1000).Select(_ => (float)random.Next(3))],
            [.. Enumerable.Repeat(2f, 100)],
            [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? i : 1000f - i)],
            [.. Enumerable.Range(0, 1000).Select(i => (float)(i * 7919L % 1000 * (i % 3)))],
        ];
        foreach (var values in cases)
        {
            float[] sorted = [.. values.Order()];
            foreach (var q in (double[])[0, 0.001, 0.1, 0.25, 0.5, 0.77, 0.9, 0.999, 1])
            {
                Assert.AreEqual(Quantile.OfSorted(sorted, q), Quantile.Of(values, q));
            }
        }
    }

    [TestMethod]
    public void Of_OddCount_HasTheMiddleAsMedian() => Assert.AreEqual(3.0, Quantile.Of([5, 1, 3], 0.5));

    [TestMethod]
    public void Of_OneValue_IsThatValue() => Assert.AreEqual(7.0, Quantile.Of([7], 0.3));

    [TestMethod]
    public void Of_Always_LeavesItsValues()
    {
        float[] values = [3, 1, 2];
        Quantile.Of(values, 0.5);
        Assert.AreSequenceEqual(new float[] { 3, 1, 2 }, values);
    }

    [TestMethod]
    public void Of_HugeValues_DoesNotOverflow() => Assert.AreEqual(0.0, Quantile.Of([float.MinValue, float.MaxValue], 0.5));

    [TestMethod]
    public void Of_NoValues_Throws() => Assert.ThrowsExactly<ArgumentException>(() => Quantile.Of([], 0.5));

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(1.1)]
    [DataRow(double.NaN)]
    public void Of_QuantileOutOfRange_Throws(double q) =>
        Assert.AreEqual("q", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Quantile.Of([1, 2], q)).ParamName);
}
