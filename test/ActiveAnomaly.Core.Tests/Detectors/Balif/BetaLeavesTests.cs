using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Balif;

[TestClass]
public sealed class BetaLeavesTests
{
    /// <summary>A few roundings of numbers below 10 in double precision.</summary>
    private const double Tolerance = 1e-12;

    /// <summary>
    /// Two rows a tree: c(2) = 1 and D = 1, so 2^-2 = 1/4 becomes 0 and 2^-1 = 1/2 becomes 1. With rho = 0.1, pa = 0.01 and pb = 0.09.
    /// </summary>
    [TestMethod]
    [DataRow(1.5, 0.06363961030678928, 0.09)] // s = (2^-1.5 - 1/4) / (1/4) = sqrt(2) - 1, r = 1 / sqrt(2): r pb and pb
    [DataRow(2.0, 0.01, 0.99)] // s = 0, limited to 0.01, r = 1/99: pa and 99 pa
    [DataRow(1.0, 8.91, 0.09)] // s = 1, limited to 0.99, r = 99: 99 pb and pb
    public void Prior_TwoRowsATree_IsTheHandArithmetic(double pathLength, double alpha, double beta)
    {
        var prior = BetaLeaves.Prior(pathLength, 2, 0.1);
        Assert.AreEqual(alpha, prior.Alpha, Tolerance);
        Assert.AreEqual(beta, prior.Beta, Tolerance);
    }

    /// <summary>rho = 0.001: pa = 0.0001 and pb = 0.0999; rho = 0.999 the other way round. r = 1/99.</summary>
    [TestMethod]
    [DataRow(0.0, 0.0999 / 99, 0.0999)]
    [DataRow(0.0005, 0.0999 / 99, 0.0999)]
    [DataRow(1.0, 0.0999, 0.0999 * 99)]
    public void Prior_ContaminationAtAnEnd_IsLimited(double contamination, double alpha, double beta)
    {
        var prior = BetaLeaves.Prior(2, 2, contamination);
        Assert.AreEqual(alpha, prior.Alpha, Tolerance);
        Assert.AreEqual(beta, prior.Beta, Tolerance);
    }

    [TestMethod]
    [DataRow(256, 0.1)]
    [DataRow(100, 0.5)]
    [DataRow(7, 0.9)]
    public void Prior_AnyPathLength_HasTheScoreForItsMean(int sampleSize, double contamination)
    {
        for (var pathLength = 1.0; pathLength < 12; pathLength += 0.3)
        {
            var average = (2 * (Math.Log(sampleSize - 1) + 0.5772156649015329)) - (2.0 * (sampleSize - 1) / sampleSize);
            var (lowest, highest) = (0.5 / Math.Pow(2, Math.Ceiling(Math.Log2(sampleSize)) / average), 1 / Math.Pow(2, 1 / average));
            var score = ((1 / Math.Pow(2, pathLength / average)) - lowest) / (highest - lowest);
            var (alpha, beta) = BetaLeaves.Prior(pathLength, sampleSize, contamination);
            Assert.AreEqual(Math.Min(0.99, Math.Max(0.01, score)), alpha / (alpha + beta), 1e-9);
            Assert.IsTrue(alpha > 0 && beta > 0);
        }
    }

    [TestMethod]
    public void Alphas_Answers_AreThePriorsAndTheCounts()
    {
        // One tree of two rows: a split, a leaf of path length 1 on either side.
        var leaves = new BetaLeaves(new IsolationForest(2, [new(0.5f, 0)], [1, 1]), 0.1, [3, 0], [0, 2]);
        Assert.AreEqual(8.91 + 3, leaves.Alphas[0], Tolerance);
        Assert.AreEqual(0.09, leaves.Betas[0], Tolerance);
        Assert.AreEqual(8.91, leaves.Alphas[1], Tolerance);
        Assert.AreEqual(0.09 + 2, leaves.Betas[1], Tolerance);
        var scores = new BalifModel(1, leaves, prior: null).Score(Data.FeatureMatrix.Copy([0.5f, 0.6f], 1));
        Assert.AreEqual(11.91 / 12, scores[0], 1e-6);
        Assert.AreEqual(8.91 / 11, scores[1], 1e-6);
    }
}
