using ActiveAnomaly.Data;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Trees;

[TestClass]
public sealed class TreeShapleyTests
{
    private const int FeatureCount = 7;

    /// <summary>The references' means are rounded to Single; path lengths are about 10.</summary>
    private const double Tolerance = 5e-6;

    private static readonly FeatureMatrix Pool = SyntheticPools.Noise(rowCount: 200, featureCount: FeatureCount).Rows;

    [TestMethod]
    public void Add_OneTreeByHand_GivesWhatEachSplitTells()
    {
        // x0 > 0 ? (x1 > 0 ? 8 : 4) : 0, of (1, 1) and (-1, -1): x0 alone makes 4 of 0, x1 alone nothing, both 8.
        ClassificationNode[] nodes = [new(0, 0, 1), new(0, 0, 0), new(0, 1, 3), new(4, 0, 0), new(8, 0, 0)];
        var contributions = new double[2];
        new TreeShapley<NodeTree>(new NodeTree(nodes), [1, 1], [-1, -1], contributions, new sbyte[2]).Add();
        Assert.AreSequenceEqual([6.0, 2.0], contributions);
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(16)]
    [DataRow(200)]
    public void AddMean_IsolationForest_IsWhatAllSubsetsGive(int sampleSize)
    {
        var forest = IsolationForest.Grow(Pool, 20, sampleSize, new SeededRandom(1), null, CancellationToken.None);
        double Mean(float[] row)
        {
            var mean = new float[1];
            forest.Average(forest.PathLengths, row, FeatureCount, mean, CancellationToken.None);
            return mean[0];
        }

        foreach (var (row, reference) in Pairs())
        {
            var contributions = new double[FeatureCount];
            ForestContributions.AddMean(forest, forest.PathLengths, row, reference, contributions);
            AssertEqual(BruteForce.Shapley(Mean, row, reference), contributions);
        }
    }

    [TestMethod]
    public void AddMean_ClassificationForest_IsWhatAllSubsetsGive()
    {
        bool[] isAbnormal = [.. Enumerable.Range(0, Pool.RowCount).Select(row => Pool.Row(row)[0] + Pool.Row(row)[3] > 1)];
        var forest = Grown(isAbnormal);
        double Mean(float[] row)
        {
            var mean = new float[1];
            forest.Score(row, FeatureCount, mean, 0, CancellationToken.None);
            return mean[0];
        }

        foreach (var (row, reference) in Pairs())
        {
            var contributions = new double[FeatureCount];
            ForestContributions.AddMean(forest, row, reference, contributions);
            AssertEqual(BruteForce.Shapley(Mean, row, reference), contributions);
        }
    }

    [TestMethod]
    public void AddScore_Always_IsTheChordTimesThePathLengths()
    {
        var forest = IsolationForest.Grow(Pool, 20, 64, new SeededRandom(1), null, CancellationToken.None);
        foreach (var (row, reference) in Pairs())
        {
            var (paths, scores) = (new double[FeatureCount], new double[FeatureCount]);
            ForestContributions.AddMean(forest, forest.PathLengths, row, reference, paths);
            ForestContributions.AddScore(forest, 0.5, row, reference, scores);
            var (first, second) = (Score(forest, row), Score(forest, reference));
            Assert.AreEqual(0.5 * (first - second), scores.Sum(), 1e-7);
            for (var k = 0; k < FeatureCount; k++)
            {
                Assert.AreEqual(paths[k] / paths.Sum() * scores.Sum(), scores[k], 1e-9, $"Feature {k}");
            }
        }
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1e-9)]
    [DataRow(0.012)]
    [DataRow(2.0)]
    public void Slope_AnyDifference_IsThatOfTheScores(double difference)
    {
        // 100 trees of 200 rows; the tangent in the middle of the chord is as steep as the chord, but for the square of its length.
        var forest = IsolationForest.Grow(Pool, 100, 200, new SeededRandom(1), null, CancellationToken.None);
        var rate = Math.Log(2) / (100 * IsolationForest.AveragePathLength(200));
        var middle = 900 + (difference / 2);
        Assert.AreEqual(-rate * Math.Exp(-rate * middle), forest.Slope(900 + difference, 900), 1e-6 * rate);
    }

    private static double Score(IsolationForest forest, float[] row)
    {
        var score = new float[1];
        forest.Score(row, FeatureCount, score, CancellationToken.None);
        return score[0];
    }

    private static ClassificationForest Grown(bool[] isAbnormal) => ClassificationForest.Grow(
        _ => new WeightedRows(Pool, [.. isAbnormal], [.. isAbnormal.Select(_ => 1.0)]),
        15,
        2,
        1,
        new SeededRandom(2),
        null,
        CancellationToken.None);

    private static IEnumerable<(float[] Row, float[] Reference)> Pairs()
    {
        for (var i = 0; i < 10; i++)
        {
            yield return (Pool.Row(i).ToArray(), Pool.Row(199 - i).ToArray());
        }

        yield return ([5, -3, 0.5f, 9, 0.1f, -7, 0.5f], Pool.Row(0).ToArray());
    }

    private static void AssertEqual(double[] expected, double[] found)
    {
        Assert.IsGreaterThan(1e-3, expected.Max(value => Math.Abs(value)));
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.AreEqual(expected[k], found[k], Tolerance, $"Feature {k}");
        }
    }
}
