using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Trees;

[TestClass]
public sealed class BoostedTreeReaderTests
{
    [TestMethod]
    public void Read_NodesInAnyOrder_SumsUpTheLeavesOnTheWay()
    {
        // Column 1 at most 2: 10; else column 0 at most -1: 20, else 30. A second tree adds 400.
        GraphTreeNode[] tree = [new(1, 2, 4, 1), new(0, -1, 3, 2), GraphTreeNode.Leaf(30), GraphTreeNode.Leaf(20), GraphTreeNode.Leaf(10)];
        var forest = Read([tree, [GraphTreeNode.Leaf(400)]]);
        Assert.AreEqual(410, forest.Sum([5, 2]));
        Assert.AreEqual(420, forest.Sum([-1, 2.1f]));
        Assert.AreEqual(430, forest.Sum([-0.9f, 2.1f]));
        Assert.AreSequenceEqual([5, 1], forest.NodeCounts.ToArray());
    }

    [TestMethod]
    [DataRow(1, 1, true)]
    [DataRow(1, 2, false)]
    [DataRow(3, 3, true)]
    public void Read_ThresholdBetweenNumbers_SendsBothToTheirSide(int quarters, int row, bool isLeft)
    {
        // A quarter of the way from 1 to the next number in single precision, and three quarters, where rounding would go up.
        var step = (double)MathF.BitIncrement(1) - 1;
        var forest = Read([[new(0, 1 + (quarters * step / 4), 1, 2), GraphTreeNode.Leaf(-1), GraphTreeNode.Leaf(1)]]);
        var value = row == 2 ? MathF.BitIncrement(1) : 1;
        Assert.AreEqual(isLeft ? -1 : 1, forest.Sum([value, 0]));
        Assert.AreEqual(1, forest.Sum([MathF.BitIncrement(1), 0]));
    }

    [TestMethod]
    public void Read_NoTree_IsEmpty() => Assert.AreEqual(0, Read([]).TreeCount);

    [TestMethod]
    public void Read_WhatIsNoTree_ThrowsNamingBoosterAndPlace()
    {
        var leaf = GraphTreeNode.Leaf(1);
        (GraphTreeNode[][]? Trees, string Text)[] cases =
        [
            (null, "no list of trees"), ([[leaf], []], "tree 1 without a node"),
            ([[new(2, 0, 1, 2), leaf, leaf]], "column 2 of 2"), ([[new(-1, 0, 1, 2), leaf, leaf]], "column -1 of 2"),
            ([[new(0, double.NaN, 1, 2), leaf, leaf]], "splits at NaN"),
            ([[new(0, 0, 1, 3), leaf, leaf]], "tree 0, node 0, which leads to node 3 of 3"),
            ([[new(0, 0, -1, 2), leaf, leaf]], "node -1"), ([[new(0, 0, 1, 2), new(0, 0, 0, 2), leaf]], "node 1, which leads to node 0"),
            ([[new(0, 0, 1, 1), leaf, leaf]], "not reached once"), ([[new(0, 0, 1, 2), leaf, leaf, leaf]], "4 nodes that are not reached"),
            ([[leaf with { Value = double.PositiveInfinity }]], "a leaf of ∞"), ([[leaf with { Value = 1e39 }]], "a leaf of 1E+39"),
            ([[leaf with { Feature = 1 }]], "result 1"),
        ];
        foreach (var (trees, text) in cases)
        {
            var message = Assert.ThrowsExactly<InvalidOperationException>(() => Read(trees)).Message;
            Assert.Contains("The tree booster Mine ", message);
            Assert.Contains(text.Replace("∞", double.PositiveInfinity.ToString(), StringComparison.Ordinal), message);
        }
    }

    private static BoostedForest Read(GraphTreeNode[][]? trees) => new BoostedTreeReader("Mine", columnCount: 2).Read(trees);
}
