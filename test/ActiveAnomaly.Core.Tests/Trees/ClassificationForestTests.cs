using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Trees;

[TestClass]
public sealed class ClassificationForestTests
{
    /// <summary>Tree 1: x0 <= 0.5 ? 0.25 : (x1 <= 2 ? 1 : 0). Tree 2: x1 <= 1 ? 0.5 : 0.75. Tree 3: 1.</summary>
    private static readonly ClassificationForest ByHand = new(
        [
            new(0.5f, 0, 1), ClassificationNode.Leaf(0.25), new(2, 1, 3), ClassificationNode.Leaf(1), ClassificationNode.Leaf(0),
            new(1, 1, 1), ClassificationNode.Leaf(0.5), ClassificationNode.Leaf(0.75),
            ClassificationNode.Leaf(1),
        ],
        [5, 3, 1]);

    [TestMethod]
    [DataRow(0.5f, 1f, 0.25 + 0.5 + 1)]
    [DataRow(0.5f, 1.5f, 0.25 + 0.75 + 1)]
    [DataRow(0.6f, 2f, 1 + 0.75 + 1)]
    [DataRow(0.6f, 2.5f, 0 + 0.75 + 1)]
    public void Score_TreesMadeByHand_IsTheHandArithmetic(float x0, float x1, double sum)
    {
        float[] scores = [0.5f];
        ByHand.Score([x0, x1], 2, scores, 0.25, CancellationToken.None);
        Assert.AreEqual((sum / 3) + (0.25 * 0.5), scores[0], 1e-6);
    }

    [TestMethod]
    public void Grow_ManyTrees_AreThoseOfTheirStreams()
    {
        // Whatever thread grows which: a tree is that of a grower with its stream alone.
        var pool = SyntheticPools.Surface();
        var sample = new WeightedRows(pool.Rows, pool.IsAbnormal, [.. Enumerable.Repeat(1.0, pool.RowCount)]);
        var forest = ClassificationForest.Grow(_ => sample, 40, 3, 2, new SeededRandom(5), null, CancellationToken.None);
        ClassificationNode[][] expected =
        [
            .. Enumerable.Range(0, 40)
                .Select(tree => new ExtraTreeGrower(sample, 3, 2, new SeededRandom(5).Derive("tree", tree)).Grow()),
        ];
        Assert.AreSequenceEqual(expected.Select(nodes => nodes.Length), forest.NodeCounts.ToArray());
        Assert.AreSequenceEqual(expected.SelectMany(nodes => nodes), forest.Nodes.ToArray());
    }
}
