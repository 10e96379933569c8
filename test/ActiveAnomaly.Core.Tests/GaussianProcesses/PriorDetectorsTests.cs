using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.GaussianProcesses;

[TestClass]
public sealed class PriorDetectorsTests
{
    /// <summary>Squared distances of 4 features below 1, and the mean of their roots, in Single.</summary>
    private const double Tolerance = 1e-5;

    private static readonly FeatureMatrix Pool = SyntheticPools.Noise(60, 4).Rows;

    [TestMethod]
    public void Score_RowsOfThePool_HasEachDetectorInItsPlace()
    {
        var detectors = Learned(Pool);
        var (scores, own) = (new float[60 * PriorDetectors.Count], new float[60]);
        detectors.Score(Pool.Values, scores, CancellationToken.None);
        detectors.Forest.Score(Pool.Values, 4, own, CancellationToken.None);
        Bits.AreEqual(own, Column(scores, 0), "Forest");
        detectors.Spheres.Score(Pool.Values, own, CancellationToken.None);
        Bits.AreEqual(own, Column(scores, 1), "iNNE");
        detectors.Tails.Score(Pool.Values, own, CancellationToken.None);
        Bits.AreEqual(own, Column(scores, 4), "Tails");
    }

    [TestMethod]
    public void Score_RowsOfThePool_HasTheMeanDistancesOfTheNearestOthers()
    {
        var scores = new float[60 * PriorDetectors.Count];
        Learned(Pool).Score(Pool.Values, scores, CancellationToken.None);
        for (var row = 0; row < 60; row++)
        {
            double[] nearest = [.. Enumerable.Range(0, 60).Where(other => other != row).Select(other => Distance(row, other)).Order()];
            Assert.AreEqual(nearest.Take(5).Average(), scores[(row * 5) + 2], Tolerance, $"Row {row}");
            Assert.AreEqual(nearest.Take(20).Average(), scores[(row * 5) + 3], Tolerance, $"Row {row}");
        }
    }

    [TestMethod]
    public void Score_FewRows_TakesAllOthers()
    {
        // 0, 1/4 and 1: the nearest others of 0 are 1/4 and 1, those of 1/4 are 0 and 1.
        var pool = FeatureMatrix.Copy([0, 0.25f, 1], 1);
        var scores = new float[3 * PriorDetectors.Count];
        Learned(pool).Score(pool.Values, scores, CancellationToken.None);
        for (var column = 2; column <= 3; column++)
        {
            Assert.AreEqual(0.625f, scores[column]);
            Assert.AreEqual(0.5f, scores[PriorDetectors.Count + column]);
            Assert.AreEqual(0.875f, scores[(2 * PriorDetectors.Count) + column]);
        }
    }

    private static PriorDetectors Learned(FeatureMatrix pool) => PriorDetectors.Learn(pool, new SeededRandom(1), CancellationToken.None);

    private static float[] Column(float[] scores, int column) => [.. Enumerable.Range(0, 60).Select(row => scores[(row * 5) + column])];

    private static double Distance(int row, int other) =>
        Math.Sqrt(Enumerable.Range(0, 4).Sum(k => Math.Pow((double)Pool.Row(row)[k] - Pool.Row(other)[k], 2)));
}
