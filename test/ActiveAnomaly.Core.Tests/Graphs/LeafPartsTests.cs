namespace ActiveAnomaly.Graphs;

[TestClass]
public sealed class LeafPartsTests
{
    [TestMethod]
    public void Split_OfLeavesOfSinglePrecision_GivesPartsWhoseSumsAreExact()
    {
        var random = new Random(1);
        double[][] leaves = [.. Enumerable.Range(0, 100).Select(
            _ => Enumerable.Range(0, 20).Select(_ => (double)(1 + (random.NextSingle() * 15))).ToArray())];
        var parts = LeafParts.Of([.. leaves.Select(tree => tree.Select(leaf => GraphTreeNode.Leaf(leaf)).ToArray())]);
        Assert.AreEqual(2, parts.Count);
        for (var place = 0; place < 20; place++)
        {
            // Sums in single precision, in which nothing is lost, against the sum of the leaves.
            var sums = new float[parts.Count];
            foreach (var tree in leaves)
            {
                foreach (var (part, value) in parts.Split(tree[place]).Index())
                {
                    sums[part] += (float)value;
                }
            }

            Assert.AreEqual(leaves.Sum(tree => tree[place]), sums.Sum(sum => (double)sum));
        }
    }

    [TestMethod]
    [DataRow(new double[] { 0, 0 }, 1)]
    [DataRow(new double[] { 3, 1024 }, 1)]
    [DataRow(new double[] { 1.5, 16_777_216 }, 2)]
    public void Of_Leaves_TakesAsFewPartsAsTheyNeed(double[] leaves, int expected)
    {
        var parts = LeafParts.Of([[GraphTreeNode.Leaf(leaves[0])], [GraphTreeNode.Leaf(leaves[1])]]);
        Assert.AreEqual(expected, parts.Count);
        CollectionAssert.AreEqual(leaves, leaves.Select(leaf => parts.Split(leaf).Sum()).ToArray());
    }
}
