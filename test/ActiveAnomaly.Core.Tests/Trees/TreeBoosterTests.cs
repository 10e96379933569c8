using ActiveAnomaly.Data;

namespace ActiveAnomaly.Trees;

[TestClass]
public sealed class TreeBoosterTests
{
    [TestMethod]
    public void Boost_OneSplit_IsTheHandArithmetic()
    {
        // At first p = 1/2, g = -1/2 (abnormal) or 1/2, h = 1/4. Values 1, 2 | 4, 8: G = 1 and H = 1/2 on the left, -1 and 1/2 on the
        // right.
        var forest = Boost([1, 8, 2, 4], 1, [false, true, false, true], new BoostingSettings(1, 3, 0.5, 1, 0.5));
        Assert.AreSequenceEqual([3], forest.NodeCounts.ToArray());
        Assert.AreEqual(new ClassificationNode(3, 0, 1), forest.Nodes[0]);
        Assert.AreEqual(-0.5 / 1.5, forest.Sum([3f]), 1e-7);
        Assert.AreEqual(0.5 / 1.5, forest.Sum([3.1f]), 1e-7);
    }

    [TestMethod]
    public void Boost_LeavesTooLight_IsOneLeaf()
    {
        var forest = Boost([1, 8, 2, 4], 1, [false, true, false, true], new BoostingSettings(1, 3, 0.5, 1, 0.51));
        Assert.AreSequenceEqual([ClassificationNode.Leaf(0)], forest.Nodes.ToArray());
    }

    [TestMethod]
    public void Boost_NothingToGain_IsOneLeaf()
    {
        // All rows are equal: one of three is abnormal, G = 1/2 and H = 3/4.
        var forest = Boost([5, 5, 5], 1, [false, true, false], new BoostingSettings(1, 3, 1, 1, 0));
        Assert.AreEqual(-0.5 / 1.75, forest.Sum([5f]), 1e-7);
        Assert.AreSequenceEqual([1], forest.NodeCounts.ToArray());
    }

    [TestMethod]
    [DataRow(1, 0.3, 1.0, 1.0)]
    [DataRow(3, 0.1, 1.0, 1.0)]
    [DataRow(3, 0.5, 0.0, 0.1)]
    [DataRow(5, 0.2, 3.0, 0.5)]
    public void Boost_AnyRows_GivesTheMarginsOfASecondSlowProgram(int depth, double rate, double regularization, double leastWeight)
    {
        // Values come several times: no threshold lies between equals.
        var random = new Random(100 + depth);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 80 * 4).Select(_ => random.Next(24) / 2f)], 4);
        bool[] isAbnormal =
            [.. Enumerable.Range(0, 80).Select(row => pool.Row(row)[1] + pool.Row(row)[2] > 17 || random.NextSingle() < 0.05f)];
        var settings = new BoostingSettings(12, depth, rate, regularization, leastWeight);
        var forest = TreeBooster.Boost(pool, isAbnormal, settings, treeGrown: null, default);
        var expected = new ReferenceBooster(pool, isAbnormal, settings).Margins();
        for (var row = 0; row < expected.Length; row++)
        {
            // Leaves are rounded to single precision.
            Assert.AreEqual(expected[row], forest.Sum(pool.Row(row)), 1e-5, $"Row {row}");
        }

        Assert.AreEqual(12, forest.TreeCount);
        Assert.IsGreaterThan(24, forest.Nodes.Length);
    }

    [TestMethod]
    public void Boost_NeighbouringNumbers_SendsTheUpperToTheRight()
    {
        var (low, high) = (1f, MathF.BitIncrement(1f));
        var forest = Boost(
            [low, low, high, high], 1, [false, false, true, true], new BoostingSettings(1, 1, 1, 0, 0));
        Assert.IsLessThan(forest.Sum([high]), forest.Sum([low]));
    }

    [TestMethod]
    public void Boost_LargestNumbers_SplitsBetweenThem()
    {
        var forest = Boost([-3e38f, 3e38f, 3.2e38f], 1, [false, true, true], new BoostingSettings(2, 1, 1, 1, 0));
        Assert.IsTrue(forest.Nodes.ToArray().All(node => float.IsFinite(node.Value)));
        Assert.IsLessThan(forest.Sum([3e38f]), forest.Sum([-3e38f]));
    }

    [TestMethod]
    public void Boost_TreeGrown_IsCalledForEach()
    {
        var count = 0;
        TreeBooster.Boost(FeatureMatrix.Copy([1, 2], 1), [true, false], new BoostingSettings(7, 1, 1, 1, 0), () => count++, default);
        Assert.AreEqual(7, count);
    }

    [TestMethod]
    public void Boost_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(() => TreeBooster.Boost(
        FeatureMatrix.Copy([1, 2], 1), [true, false], new BoostingSettings(7, 1, 1, 1, 0), null, new CancellationToken(canceled: true)));

    private static BoostedForest Boost(float[] values, int featureCount, bool[] isAbnormal, BoostingSettings settings) =>
        TreeBooster.Boost(FeatureMatrix.Copy(values, featureCount), isAbnormal, settings, treeGrown: null, default);
}
