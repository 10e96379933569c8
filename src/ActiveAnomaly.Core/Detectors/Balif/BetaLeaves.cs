using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Balif;

/// <summary>
/// The Beta distributions of a forest's leaves: priors from the leaves' path lengths, and the answers that reached them. The formulas
/// stand at <see cref="BalifDetector"/>. Immutable and thread safe.
/// </summary>
internal sealed class BetaLeaves
{
    /// <summary>The smallest rho, and the largest is as far from 1: at 0 and 1 a prior has no weight on one side.</summary>
    private const double SmallestContamination = 0.001;

    /// <summary>What the priors weigh together, beside an answer, which weighs 1.</summary>
    private const double PriorWeight = 0.1;

    private const double SmallestScore = 0.01;

    private readonly int[] _abnormalCounts;
    private readonly int[] _normalCounts;
    private readonly double[] _alphas;
    private readonly double[] _betas;

    /// <summary>Makes the distributions.</summary>
    /// <param name="forest">The forest, of at least 2 rows a tree.</param>
    /// <param name="contamination">The share of rows expected to be abnormal, rho; limited to [0.001, 0.999].</param>
    /// <param name="abnormalCounts">The rows answered abnormal that reached each leaf, 2^depth a tree.</param>
    /// <param name="normalCounts">The rows answered normal that reached each leaf.</param>
    public BetaLeaves(IsolationForest forest, double contamination, int[] abnormalCounts, int[] normalCounts)
    {
        Forest = forest;
        _abnormalCounts = abnormalCounts;
        _normalCounts = normalCounts;
        _alphas = new double[abnormalCounts.Length];
        _betas = new double[abnormalCounts.Length];
        for (var leaf = 0; leaf < _alphas.Length; leaf++)
        {
            var (alpha, beta) = Prior(forest.PathLengths[leaf], forest.SampleSize, contamination);
            _alphas[leaf] = alpha + abnormalCounts[leaf];
            _betas[leaf] = beta + normalCounts[leaf];
        }
    }

    /// <summary>Gets the forest.</summary>
    public IsolationForest Forest { get; }

    /// <summary>Gets the abnormal answers of each leaf, tree by tree.</summary>
    public ReadOnlySpan<int> AbnormalCounts => _abnormalCounts;

    /// <summary>Gets the normal answers of each leaf, tree by tree.</summary>
    public ReadOnlySpan<int> NormalCounts => _normalCounts;

    /// <summary>Gets a of each leaf, tree by tree.</summary>
    public ReadOnlySpan<double> Alphas => _alphas;

    /// <summary>Gets b of each leaf, tree by tree.</summary>
    public ReadOnlySpan<double> Betas => _betas;

    /// <summary>The prior of a leaf.</summary>
    /// <param name="pathLength">Its path length, t + c(m).</param>
    /// <param name="sampleSize">The rows a tree, psi, at least 2.</param>
    /// <param name="contamination">rho.</param>
    /// <returns>a and b, whose mean a / (a + b) is the leaf's score.</returns>
    public static (double Alpha, double Beta) Prior(double pathLength, int sampleSize, double contamination)
    {
        var average = IsolationForest.AveragePathLength(sampleSize);
        var lowest = Math.Pow(2, -1 - (IsolationForest.DepthOf(sampleSize) / average));
        var highest = Math.Pow(2, -1 / average);
        var score = Math.Clamp(
            (Math.Pow(2, -pathLength / average) - lowest) / (highest - lowest), SmallestScore, 1 - SmallestScore);
        var rho = Math.Clamp(contamination, SmallestContamination, 1 - SmallestContamination);
        var (abnormal, normal, odds) = (PriorWeight * rho, PriorWeight * (1 - rho), score / (1 - score));
        return (Math.Max(odds * normal, abnormal), Math.Max(abnormal / odds, normal));
    }
}
