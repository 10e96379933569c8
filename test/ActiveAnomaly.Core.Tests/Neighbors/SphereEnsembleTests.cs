using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Neighbors;

[TestClass]
public sealed class SphereEnsembleTests
{
    [TestMethod]
    [DataRow(-0.5f, 0.0)]
    [DataRow(0.9f, 0.0)]
    [DataRow(2.5f, 0.75)]
    [DataRow(4.5f, 0.75)]
    [DataRow(5.1f, 1.0)]
    [DataRow(-1.1f, 1.0)]
    public void Score_SpheresOnALine_IsTheHandArithmetic(float value, double expected)
    {
        // Around 0 and 1 with radius 1, around 3 with radius 2; the nearest of 3 is 1: 1 - 1/4.
        var scores = new float[1];
        new SphereEnsemble(new float[] { 0, 1, 3 }, 3, 1).Score([value], scores, CancellationToken.None);
        Assert.AreEqual(expected, scores[0], 1e-6);
    }

    [TestMethod]
    [DataRow(2, 3)]
    [DataRow(16, 4)]
    [DataRow(17, 4)]
    [DataRow(50, 2)]
    public void Score_DrawnSpheres_FollowsTheDefinitions(int sampleSize, int featureCount)
    {
        const int roundCount = 7;
        var pool = SyntheticPools.Noise(150, featureCount).Rows;
        var spheres = SphereEnsemble.Draw(pool, roundCount, sampleSize, new SeededRandom(3), CancellationToken.None);
        var scores = new float[pool.RowCount];
        spheres.Score(pool.Values, scores, CancellationToken.None);
        double[][] centers =
            [.. spheres.Centers.ToArray().Chunk(featureCount).Select(center => Array.ConvertAll(center, value => (double)value))];
        for (var row = 0; row < scores.Length; row++)
        {
            var x = Array.ConvertAll(pool.Row(row).ToArray(), value => (double)value);
            Assert.AreEqual(centers.Chunk(sampleSize).Average(round => Isolation(round, x)), scores[row], 1e-5, $"Row {row}");
        }
    }

    [TestMethod]
    public void Draw_FewerRowsThanWanted_TakesAll() => Assert.AreEqual(
        5, SphereEnsemble.Draw(SyntheticPools.Noise(5).Rows, 3, 16, new SeededRandom(1), CancellationToken.None).SampleSize);

    [TestMethod]
    public void Score_EqualCenters_HoldOnlyTheirLike()
    {
        var scores = new float[2];
        new SphereEnsemble(new float[] { 2, 2, 2 }, 3, 1).Score([2, 2.001f], scores, CancellationToken.None);
        Assert.AreSequenceEqual([0f, 1f], scores);
    }

    /// <summary>Powers of two are exact: amperes and picoamperes say the same, to the bit, and so does a graph of them.</summary>
    [TestMethod]
    [DataRow(-100)]
    [DataRow(-40)]
    [DataRow(-20)]
    [DataRow(-5)]
    [DataRow(30)]
    [DataRow(62)]
    [DataRow(100)]
    [DataRow(124)]
    public void Score_PoolInAnotherUnit_GivesTheSameBits(int exponent)
    {
        var pool = SyntheticPools.Noise(120, 3).Rows;
        float[] other = [.. pool.Values.ToArray().Select(value => float.ScaleB(value, exponent))];

        Bits.AreEqual(Scores(pool), Scores(FeatureMatrix.Copy(other, 3)), "Scores");

        static float[] Scores(FeatureMatrix pool)
        {
            var scores = new float[pool.RowCount];
            SphereEnsemble.Draw(pool, 20, 16, new SeededRandom(3), CancellationToken.None)
                .Score(pool.Values, scores, CancellationToken.None);
            return scores;
        }
    }

    /// <summary>In small units a row beyond all that Single has of them is isolated like any far one.</summary>
    [TestMethod]
    public void Score_RowFarBeyondSmallUnits_IsIsolated()
    {
        var scores = new float[2];
        new SphereEnsemble(new float[] { 0, 1e-30f, 3e-30f }, 3, 1).Score([1e30f, 0.5e-30f], scores, CancellationToken.None);
        Assert.AreSequenceEqual([1f, 0f], scores);
    }

    [TestMethod]
    public void Draw_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(
        () => SphereEnsemble.Draw(SyntheticPools.Noise(50).Rows, 3, 16, new SeededRandom(1), new CancellationToken(canceled: true)));

    [TestMethod]
    [DataRow(1e19f, 1.0)]
    [DataRow(2e19f, 1.0)]
    [DataRow(0.5f, 0.0)]
    public void Score_SphereBeyondSinglePrecision_IsolatesByItsNeighbors(float value, double expected)
    {
        // The square of 2e19 - 3 is infinite in single precision: next to it the sphere around 3, of radius 2, is nothing.
        var scores = new float[1];
        new SphereEnsemble(new float[] { 0, 1, 3, 2e19f }, 4, 1).Score([value], scores, CancellationToken.None);
        Assert.AreEqual(expected, scores[0], 1e-6);
    }

    [TestMethod]
    [DataRow(0f, 0.0)]
    [DataRow(2e19f, 0.0)]
    [DataRow(6e19f, 0.75)]
    public void Score_SpheresAllBeyondSinglePrecision_AreComparedInDouble(float value, double expected)
    {
        // Radii 2e19, 2e19 and 4e19: 1 - 1/4 for the last.
        var scores = new float[1];
        new SphereEnsemble(new float[] { 0, 2e19f, 6e19f }, 3, 1).Score([value], scores, CancellationToken.None);
        Assert.AreEqual(expected, scores[0], 1e-6);
    }

    private static double Isolation(double[][] centers, double[] x)
    {
        double[] radii =
        [
            .. centers.Select((center, i) => Math.Max(centers.Where((_, j) => j != i).Min(other => SquaredDistance(center, other)), 1e-12)),
        ];
        int[] holding =
            [.. Enumerable.Range(0, centers.Length).Where(i => SquaredDistance(x, centers[i]) < radii[i]).OrderBy(i => radii[i])];
        if (holding.Length == 0)
        {
            return 1;
        }

        var nearest = Enumerable.Range(0, centers.Length)
            .Where(i => i != holding[0])
            .MinBy(i => SquaredDistance(centers[i], centers[holding[0]]));
        return 1 - Math.Min(radii[nearest] / radii[holding[0]], 1);
    }

    private static double SquaredDistance(double[] x, double[] y) =>
        x.Zip(y).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));
}
