using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.TwoStage;

[TestClass]
public sealed class RowGroupsTests
{
    [TestMethod]
    public void Centers_TwoPairs_AreTheirMiddles()
    {
        double[][] rows = [[0, 0], [10, 10], [0, 2], [10, 12]];
        for (var seed = 0; seed < 20; seed++)
        {
            var centers = RowGroups.Centers(rows, 2, new SeededRandom(seed)).OrderBy(center => center[0]).ToArray();
            Assert.AreSequenceEqual([0, 1, 10, 11], centers.SelectMany(center => center), $"Seed {seed}");
        }
    }

    [TestMethod]
    public void Centers_MoreGroupsThanDifferentRows_AreTheRows()
    {
        var centers = RowGroups.Centers([[1], [1], [4], [1]], 3, new SeededRandom(1));
        Assert.AreSequenceEqual([1, 4], centers.Select(center => center[0]).Order());
    }

    [TestMethod]
    public void Centers_OneGroup_IsTheMean() =>
        Assert.AreEqual(2.5, RowGroups.Centers([[1], [2], [3], [4]], 1, new SeededRandom(5))[0][0], 1e-12);

    [TestMethod]
    public void Centers_AnyRows_AreTheMeansOfTheRowsNearestToThem()
    {
        var random = new Random(2);
        double[][] rows = [.. Enumerable.Range(0, 60).Select(_ => new[] { random.NextDouble(), random.NextDouble(), random.NextDouble() })];
        var centers = RowGroups.Centers(rows, 5, new SeededRandom(3));
        Assert.HasCount(5, centers);
        double Distance(double[] x, double[] y) => x.Zip(y, (a, b) => (a - b) * (a - b)).Sum();
        foreach (var group in rows.GroupBy(row => centers.MinBy(center => Distance(center, row))!))
        {
            for (var k = 0; k < 3; k++)
            {
                Assert.AreEqual(group.Average(row => row[k]), group.Key[k], 1e-12);
            }
        }
    }

    [TestMethod]
    public void NearestSquaredDistance_SeveralCenters_IsThatOfTheNearest() =>
        Assert.AreEqual(5, RowGroups.NearestSquaredDistance([[0, 0], [9, 9], [3, 3]], [4, 5]), 1e-12);
}
