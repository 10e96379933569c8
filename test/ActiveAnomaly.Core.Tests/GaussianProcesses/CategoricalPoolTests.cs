using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Xgbod;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>What is made of a pool on the way to its detectors knows which features are one column's categories.</summary>
[TestClass]
public sealed class CategoricalPoolTests
{
    /// <summary>A number, and 40 categories, each of three rows.</summary>
    private static readonly FeatureMatrix Pool = FeatureMatrix
        .FromRows([.. Enumerable.Range(0, 120).Select(i => Enumerable.Range(0, 41).Select(
            k => k == 0 ? i : k == 1 + (i % 40) ? 1f : 0).ToArray())])
        .WithCategoricalRanges([new(1, 40)]);

    [TestMethod]
    public void Learn_PriorPool_GrowsTreesOfColumns()
    {
        var prior = PriorPool.Learn(Pool, new SeededRandom(1), CancellationToken.None);
        Assert.AreSequenceEqual(Pool.CategoricalRanges, prior.Unit.CategoricalRanges);
        IsOfColumns(prior.Detectors.Forest);
    }

    [TestMethod]
    public void Learn_ScoredFeatures_GrowsTreesOfColumns() =>
        IsOfColumns(ScoredFeatures.Learn(Pool, new SeededRandom(1), CancellationToken.None).Detectors.Forest);

    /// <summary>A half of the 200 roots splits the number, of the standard deviation 7; of features it would be one of 41.</summary>
    private static void IsOfColumns(IsolationForest forest) => Assert.AreEqual(
        100.0,
        Enumerable.Range(0, forest.TreeCount).Count(tree => forest.Splits[tree * ((1 << forest.Depth) - 1)].Feature == 0),
        35);
}
