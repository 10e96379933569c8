using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Alif;

[TestClass]
public sealed class VirtualDepthsTests
{
    /// <summary>Two rows a tree: c(2) = 1 and D = 1. Then the deepest is 2, a half is 1, and the shallowest is 1 as well.</summary>
    [TestMethod]
    [DataRow(0, 0, 1.75)]
    [DataRow(0, 4, 2.0)]
    [DataRow(1, 3, 1.5)]
    [DataRow(2, 2, 1.0)]
    [DataRow(4, 0, 1.0)]
    public void Of_TwoRowsATree_IsTheHandArithmetic(int abnormalCount, int normalCount, double expected) =>
        Assert.AreEqual(expected, VirtualDepths.Of(1.75, abnormalCount, normalCount, 2), 1e-12);

    /// <summary>The formula of the authors' program, with 256 rows a tree: D = 8.</summary>
    [TestMethod]
    public void Of_AnyShare_IsThePrograms()
    {
        var c = (2 * (Math.Log(255) + 0.5772156649015329)) - (2 * 255 / 256.0);
        var deepest = 8 + c;
        for (var abnormal = 0; abnormal <= 10; abnormal++)
        {
            var color = abnormal / 10.0;
            var expected = color <= 0.5 ? (2 * color * (c - deepest)) + deepest : (2 * color * (1 - c)) + (2 * c) - 1;
            Assert.AreEqual(expected, VirtualDepths.Of(3, abnormal, 10 - abnormal, 256), 1e-12, $"{abnormal} of 10");
        }
    }

    [TestMethod]
    public void Apply_CountsOfLeaves_GivesEachItsDepth()
    {
        var forest = new IsolationForest(2, [new(0.5f, 0), new(0.2f, 0)], [1, 1, 1, 1]);
        var applied = VirtualDepths.Apply(forest, [3, 0, 0, 1], [0, 2, 0, 1]);
        Assert.AreSequenceEqual([1f, 2f, 1f, 1f], applied.PathLengths.ToArray());
        Assert.AreSequenceEqual(forest.Splits.ToArray(), applied.Splits.ToArray());

        // A row of 0.3 reaches the first tree's abnormal leaf and the second's half abnormal one; 0.9 the first tree's normal leaf.
        var scores = new float[2];
        applied.Score([0.3f, 0.9f], 1, scores, default);
        Assert.AreEqual(Math.Pow(2, -(1 + 1) / 2.0), scores[0], 1e-6);
        Assert.AreEqual(Math.Pow(2, -(2 + 1) / 2.0), scores[1], 1e-6);
    }
}
