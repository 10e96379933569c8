namespace ActiveAnomaly.Metrics;

[TestClass]
public sealed class EmpiricalDistributionTests
{
    [TestMethod]
    [DataRow(0f, 0, 0)]
    [DataRow(1f, 0, 1)]
    [DataRow(2f, 1, 3)]
    [DataRow(3f, 3, 3)]
    [DataRow(5f, 3, 4)]
    [DataRow(6f, 4, 4)]
    public void Counts_FewValues_AreTheHandCounts(float value, int below, int upTo) =>
        Assert.AreEqual((below, upTo), EmpiricalDistribution.Learn([2, 5, 1, 2]).Counts(value));

    [TestMethod]
    [DataRow(1024)]
    [DataRow(1025)]
    [DataRow(3000)]
    [DataRow(50_000)]
    public void Counts_ManyValues_AreOffByLessThanAPointsShare(int count)
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)Math.Exp(3 * random.NextDouble()))];
        var distribution = EmpiricalDistribution.Learn([.. values]);
        Assert.IsLessThanOrEqualTo(EmpiricalDistribution.MostPoints, distribution.Points.Length);
        Assert.AreEqual(count, distribution.Count);
        var tolerance = count <= EmpiricalDistribution.MostPoints ? 0 : ((double)count / 1023) + 1;
        foreach (var value in values.Take(500))
        {
            var (below, upTo) = distribution.Counts(value);
            Assert.AreEqual(values.Count(other => other < value), below, tolerance);
            Assert.AreEqual(values.Count(other => other <= value), upTo, tolerance);
        }
    }

    [TestMethod]
    public void Counts_ManyValuesMostlyEqual_KeepTheEqualOnesExactly()
    {
        // 0 ninety times in a hundred: its share must not be spread over its neighbours.
        float[] values = [.. Enumerable.Range(0, 50_000).Select(i => i % 10 == 0 ? 1f + i : 0f)];
        var distribution = EmpiricalDistribution.Learn([.. values]);
        Assert.AreEqual((0.0, 45_000.0), distribution.Counts(0f));
        Assert.AreEqual((0.0, 0.0), distribution.Counts(-1f));
        Assert.AreEqual((49_999.0, 50_000.0), distribution.Counts(values[^10]));
    }

    [TestMethod]
    public void Counts_FewDifferentValuesAmongMany_AreExact()
    {
        // 600 different values, each rare but 0: thinned out by equal shares of all values, most of them would be gone.
        float[] values = [.. Enumerable.Range(0, 50_000).Select(i => i < 600 ? i : 0f)];
        var distribution = EmpiricalDistribution.Learn([.. values]);
        Assert.AreEqual((49_401.0, 49_402.0), distribution.Counts(1f));
        Assert.AreEqual((49_700.0, 49_701.0), distribution.Counts(300f));
    }

    [TestMethod]
    public void Counts_BetweenTwoPoints_LieOnTheLine()
    {
        // 0, 1, ... 10,230: every tenth value is a point. Up to 10 there are 11 values, below 20 there are 20.
        var distribution = EmpiricalDistribution.Learn([.. Enumerable.Range(0, 10_231).Select(i => (float)i)]);
        Assert.AreEqual((10.0, 11.0), distribution.Counts(10f));
        Assert.AreEqual((15.5, 15.5), distribution.Counts(15f));
        Assert.AreEqual((10_230.0, 10_231.0), distribution.Counts(10_230f));
    }

    [TestMethod]
    public void Counts_Ascending_Ascend()
    {
        var random = new Random(2);
        var distribution = EmpiricalDistribution.Learn([.. Enumerable.Range(0, 5000).Select(_ => random.NextSingle())]);
        var last = (Below: -1.0, UpTo: -1.0);
        for (var value = -0.1f; value < 1.1f; value += 0.0007f)
        {
            var next = distribution.Counts(value);
            Assert.IsTrue(next.Below >= last.Below && next.UpTo >= last.UpTo && next.UpTo >= next.Below);
            last = next;
        }
    }
}
