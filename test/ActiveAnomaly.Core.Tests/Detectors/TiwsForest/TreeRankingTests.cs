using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.TiwsForest;

[TestClass]
public sealed class TreeRankingTests
{
    [TestMethod]
    public void AveragePrecision_SmallCase_IsTheHandArithmetic()
    {
        // In order: a 1, o 2, a 3 and o 3 together, a 5: 1 of 1; 2 of 4 for one more; 3 of 5 for one more.
        Assert.AreEqual((1 + (2 / 4.0) + (3 / 5.0)) / 3, TreeRanking.AveragePrecision([5, 1, 3], [2, 3, 9]), 1e-12);
        Assert.AreEqual(1, TreeRanking.AveragePrecision([1, 1], [2]), 1e-12);
        Assert.AreEqual(2 / 3.0, TreeRanking.AveragePrecision([1, 1], [1]), 1e-12);
    }

    [TestMethod]
    public void AveragePrecision_AnyTies_IsThatOfTheRanking()
    {
        var random = new Random(3);
        for (var run = 0; run < 200; run++)
        {
            double[] abnormal = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (double)random.Next(9))];
            double[] other = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => (double)random.Next(9))];
            float[] scores = [.. abnormal.Concat(other).Select(value => -(float)value)];
            bool[] truth = [.. abnormal.Select(_ => true), .. other.Select(_ => false)];
            Assert.AreEqual(
                Ranking.AveragePrecision(scores, truth), TreeRanking.AveragePrecision(abnormal, other), 1e-12, $"Run {run}");
        }
    }

    [TestMethod]
    public void Choose_TreesOfKnownWorth_KeepsTheBestForest()
    {
        // One feature, two rows a tree. Rows to the left of a split have path length 1 or 3, those to the right the other. Tree 0 finds
        // nothing, tree 1 is right on both anomalies, 0.1 and 0.9, but for ties; tree 2 is right on one of them.
        var forest = new IsolationForest(
            2, [new(0.95f, 0), new(0.2f, 0), new(0.8f, 0)], [3, 1, 1, 3, 3, 1]);
        var (abnormal, other) = (FeatureMatrix.Copy([0.1f, 0.9f], 1), FeatureMatrix.Copy([0.4f, 0.5f, 0.6f], 1));

        // Average precision alone: tree 0 has 2/5, trees 1 and 2 have (1 + 2/5) / 2. Together 1 and 2 are right on all: 1; with 0 as well.
        Assert.AreSequenceEqual([1, 2, 0], TreeRanking.Choose(forest, abnormal, other, default));

        // A tree 0 that puts 0.5 and what lies below before all others spoils that.
        var spoilt = new IsolationForest(2, [new(0.5f, 0), new(0.2f, 0), new(0.8f, 0)], [-9, 1, 1, 3, 3, 1]);
        Assert.AreSequenceEqual([1, 2], TreeRanking.Choose(spoilt, abnormal, other, default));
    }
}
