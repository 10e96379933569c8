using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Trees;

[TestClass]
public sealed class ExtraTreeGrowerTests
{
    /// <summary>W (1 - p^2 - (1 - p)^2) / 2 a side: 4 (1 - 1/16 - 9/16) / 2 = 3/4 and 3 (1 - 4/9 - 1/9) / 2 = 2/3.</summary>
    [TestMethod]
    public void Impurity_TwoSides_IsTheHandArithmetic() =>
        Assert.AreEqual((3.0 / 4) + (2.0 / 3), ExtraTreeGrower.Impurity(1, 3, 2, 1), 1e-12);

    [TestMethod]
    public void Grow_FeaturesOfTwoValues_TakesTheSplitOfLeastImpurityEverywhere()
    {
        // Any threshold between 0 and 1 splits alike, and all features are drawn: brute force can tell the best split of every node.
        const int featureCount = 7;
        var random = new Random(4);
        var unlike = 0;
        for (var tree = 0; tree < 50; tree++)
        {
            var sample = Sample(random, 60, featureCount);
            var nodes = new ExtraTreeGrower(sample, featureCount, 1, new SeededRandom(tree)).Grow();
            Visit(nodes, 0, [.. Enumerable.Range(0, 60)], (node, rows) =>
            {
                double[] impurities = [.. Enumerable.Range(0, featureCount).Select(feature => BruteForce(sample, rows, feature))];
                Assert.AreEqual(impurities.Min(), impurities[node.Feature], 1e-9);
                unlike += impurities.Any(impurity => double.IsFinite(impurity) && impurity > impurities.Min() + 1e-3) ? 1 : 0;
            }, sample);
        }

        // Weights of rows decide, so there is a choice nearly everywhere.
        Assert.IsGreaterThan(200, unlike);
    }

    [TestMethod]
    public void Grow_Leaves_HoldTheAbnormalShareOfTheWeight()
    {
        // Two pairs of equal rows of both classes: (1 of 1 + 3) and (2 of 2 + 0.5).
        var sample = new WeightedRows(FeatureMatrix.Copy([0, 0, 1, 1], 1), [true, false, true, false], [1, 3, 2, 0.5]);
        var nodes = new ExtraTreeGrower(sample, 1, 1, new SeededRandom(1)).Grow();
        Assert.HasCount(3, nodes);
        Assert.AreEqual(ClassificationNode.Leaf(0.25), nodes[nodes[0].Left]);
        Assert.AreEqual(ClassificationNode.Leaf(0.8), nodes[nodes[0].Left + 1]);
    }

    [TestMethod]
    public void Grow_RowsThatDiffer_EndsInPureLeaves()
    {
        var pool = SyntheticPools.Surface();
        var sample = new WeightedRows(pool.Rows, pool.IsAbnormal, [.. Enumerable.Repeat(1.0, pool.RowCount)]);
        var nodes = new ExtraTreeGrower(sample, 3, 1, new SeededRandom(1)).Grow();
        var forest = new ClassificationForest(nodes, [nodes.Length]);
        var scores = new float[pool.RowCount];
        forest.Score(pool.Rows.Values, pool.Rows.FeatureCount, scores, 0, CancellationToken.None);
        Assert.AreSequenceEqual(pool.IsAbnormal.Select(isAbnormal => isAbnormal ? 1f : 0f), scores);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(5)]
    public void Grow_LeafSize_LeavesEachLeafAsManyRows(int leafSize)
    {
        var pool = SyntheticPools.Surface();
        var sample = new WeightedRows(pool.Rows, pool.IsAbnormal, [.. Enumerable.Repeat(1.0, pool.RowCount)]);
        var nodes = new ExtraTreeGrower(sample, 3, leafSize, new SeededRandom(1)).Grow();
        var sizes = new List<int>();
        Visit(nodes, 0, [.. Enumerable.Range(0, pool.RowCount)], (_, _) => { }, sample, sizes.Add);
        Assert.IsGreaterThan(2, sizes.Count);
        Assert.IsTrue(sizes.All(size => size >= leafSize));
        Assert.AreEqual(pool.RowCount, sizes.Sum());
    }

    [TestMethod]
    public void Grow_OneClass_IsOneLeaf()
    {
        var sample = new WeightedRows(FeatureMatrix.Copy([0, 1, 2], 1), [true, true, true], [1, 1, 1]);
        Assert.AreSequenceEqual([ClassificationNode.Leaf(1)], new ExtraTreeGrower(sample, 1, 1, new SeededRandom(1)).Grow());
    }

    [TestMethod]
    public void Grow_Thresholds_AreUniformBetweenTheEnds()
    {
        var sample = new WeightedRows(FeatureMatrix.Copy([2, 6], 1), [true, false], [1, 1]);
        float[] thresholds =
            [.. Enumerable.Range(0, 2000).Select(seed => new ExtraTreeGrower(sample, 1, 1, new SeededRandom(seed)).Grow()[0].Value)];
        Assert.IsTrue(thresholds.All(threshold => threshold is >= 2 and < 6));

        // The mean of 2,000 has a standard deviation of 4 / sqrt(12 * 2000) = 0.026; a quarter lies below 3, +- 0.01.
        Assert.AreEqual(4, thresholds.Average(), 0.13);
        Assert.AreEqual(0.25, thresholds.Count(threshold => threshold < 3) / 2000.0, 0.05);
    }

    [TestMethod]
    public void Grow_Candidates_AreDrawnFromTheFeaturesThatDiffer()
    {
        // 16 features differ, 16 others do not; feature 21 alone tells the classes. It is the root's whenever it is among the 4 drawn.
        const int count = 2000;
        var random = new Random(1);
        var values = new float[40 * 32];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i % 32 == 21 ? i / 32 % 2 : i % 2 == 0 ? 5 : random.Next(2);
        }

        var sample = new WeightedRows(
            FeatureMatrix.Copy(values, 32), [.. Enumerable.Range(0, 40).Select(row => row % 2 == 1)], [.. Enumerable.Repeat(1.0, 40)]);
        int[] roots =
            [.. Enumerable.Range(0, count).Select(seed => new ExtraTreeGrower(sample, 4, 1, new SeededRandom(seed)).Grow()[0].Feature)];
        Assert.IsTrue(roots.All(feature => feature % 2 == 1));

        // Four standard deviations of a share of 1/4.
        Assert.AreEqual(0.25, roots.Count(feature => feature == 21) / (double)count, 4 * Math.Sqrt(0.25 * 0.75 / count));
    }

    [TestMethod]
    public void Grow_NeighbouringAndLargestNumbers_SplitsThem()
    {
        foreach (var (low, high) in ((float, float)[])[(1f, float.BitIncrement(1f)), (float.MinValue, float.MaxValue)])
        {
            var sample = new WeightedRows(FeatureMatrix.Copy([low, high], 1), [true, false], [1, 1]);
            for (var seed = 0; seed < 50; seed++)
            {
                var nodes = new ExtraTreeGrower(sample, 1, 1, new SeededRandom(seed)).Grow();
                Assert.IsTrue(nodes[0].Value >= low && nodes[0].Value < high);
                Assert.AreEqual(ClassificationNode.Leaf(1), nodes[nodes[0].Left]);
            }
        }
    }

    private static WeightedRows Sample(Random random, int rowCount, int featureCount) => new(
        FeatureMatrix.Copy([.. Enumerable.Range(0, rowCount * featureCount).Select(_ => (float)random.Next(2))], featureCount),
        [.. Enumerable.Range(0, rowCount).Select(_ => random.Next(3) == 0)],
        [.. Enumerable.Range(0, rowCount).Select(_ => random.Next(4) == 0 ? 5.0 : 0.3 + random.NextDouble())]);

    /// <summary>The weighted mean of the sides' Gini impurities, times their weight; infinite for a feature that does not split.</summary>
    private static double BruteForce(WeightedRows sample, int[] rows, int feature)
    {
        var sides = rows.GroupBy(row => sample.Rows.Row(row)[feature]).ToArray();
        return sides.Length < 2 ? double.PositiveInfinity : sides.Sum(side =>
        {
            var weight = side.Sum(row => sample.Weights[row]);
            var share = side.Where(row => sample.IsAbnormal[row]).Sum(row => sample.Weights[row]) / weight;
            return weight * (1 - (share * share) - ((1 - share) * (1 - share))) / 2;
        });
    }

    private static void Visit(
        ClassificationNode[] nodes,
        int index,
        int[] rows,
        Action<ClassificationNode, int[]> visitSplit,
        WeightedRows sample,
        Action<int>? visitLeaf = null)
    {
        var node = nodes[index];
        if (node.IsLeaf)
        {
            visitLeaf?.Invoke(rows.Length);
            return;
        }

        visitSplit(node, rows);
        int[] left = [.. rows.Where(row => sample.Rows.Row(row)[node.Feature] <= node.Value)];
        Visit(nodes, node.Left, left, visitSplit, sample, visitLeaf);
        Visit(nodes, node.Left + 1, [.. rows.Except(left)], visitSplit, sample, visitLeaf);
    }
}
