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
        // Of 0, 1, ... 10,230 a value v has v below and v + 1 up to it; from point p to point r the line runs from (p, p + 1) to (r, r).
        var distribution = EmpiricalDistribution.Learn([.. Enumerable.Range(0, 10_231).Select(i => (float)i)]);
        var gap = Enumerable.Range(0, distribution.Points.Length - 1).First(i => distribution.Points[i + 1] > distribution.Points[i] + 3);
        var (left, right) = (distribution.Points[gap], distribution.Points[gap + 1]);
        Assert.AreEqual((left, left + 1.0), distribution.Counts(left));
        var expected = left + 1 + (2 / (right - left) * (right - left - 1));
        var (below, upTo) = distribution.Counts(left + 2);
        Assert.AreEqual(below, upTo);
        Assert.AreEqual(expected, below, 1e-3);
        Assert.AreEqual((10_230.0, 10_231.0), distribution.Counts(10_230f));
    }

    [TestMethod]
    public void Counts_NearTheEnds_AreExact()
    {
        // Of 100,000 different values, the outermost ones count each on its own: a row more or less matters there.
        float[] values = [.. Enumerable.Range(0, 100_000).Select(i => MathF.Sqrt(i))];
        var distribution = EmpiricalDistribution.Learn([.. values]);
        Assert.IsLessThanOrEqualTo(EmpiricalDistribution.MostPoints, distribution.Points.Length);
        foreach (var rank in (int[])[0, 1, 2, 5, 10, 20, 99_979, 99_989, 99_994, 99_998, 99_999])
        {
            Assert.AreEqual(rank, distribution.Counts(values[rank]).Below, 0.5);
        }
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
