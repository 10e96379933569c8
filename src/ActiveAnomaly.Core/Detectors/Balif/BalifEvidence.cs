using ActiveAnomaly.Data;
using ActiveAnomaly.Threading;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Balif;

/// <summary>
/// The evidence about rows in a BALIF model: mean alpha / (alpha + beta) is the mean of the reached leaves' means, and alpha + beta the
/// sum of their a + b.
/// </summary>
/// <remarks>
/// The leaf of every row in every tree is kept, two bytes each, and shared by copies. An answer changes one leaf a tree: the rows in it
/// are found by a vectorised search and corrected by the difference; all others stay.
/// </remarks>
internal sealed class BalifEvidence : IBetaEvidence
{
    private readonly IsolationForest _forest;
    private readonly ushort[][] _reached;
    private readonly double[] _alphas;
    private readonly double[] _betas;
    private readonly double[] _means;
    private readonly double[] _weights;

    private BalifEvidence(IsolationForest forest, ushort[][] reached, double[] alphas, double[] betas, double[] means, double[] weights)
    {
        _forest = forest;
        _reached = reached;
        _alphas = alphas;
        _betas = betas;
        _means = means;
        _weights = weights;
    }

    /// <inheritdoc/>
    public int RowCount => _means.Length;

    /// <summary>Gathers the evidence about rows.</summary>
    public static BalifEvidence Of(BetaLeaves leaves, FeatureMatrix rows, CancellationToken cancellationToken)
    {
        var forest = leaves.Forest;
        var reached = new ushort[forest.TreeCount][];
        ParallelLoop.Run(
            forest.TreeCount,
            tree => forest.FindLeaves(tree, rows.Values, rows.FeatureCount, reached[tree] = new ushort[rows.RowCount]),
            cancellationToken);
        var (means, weights) = (new double[rows.RowCount], new double[rows.RowCount]);
        for (var tree = 0; tree < reached.Length; tree++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var row = 0; row < means.Length; row++)
            {
                var leaf = (tree << forest.Depth) + reached[tree][row];
                var (alpha, beta) = (leaves.Alphas[leaf], leaves.Betas[leaf]);
                means[row] += alpha / (alpha + beta);
                weights[row] += alpha + beta;
            }
        }

        return new BalifEvidence(forest, reached, leaves.Alphas.ToArray(), leaves.Betas.ToArray(), means, weights);
    }

    /// <inheritdoc/>
    public double Alpha(int row) => _means[row] / _forest.TreeCount * _weights[row];

    /// <inheritdoc/>
    public double Beta(int row) => (1 - (_means[row] / _forest.TreeCount)) * _weights[row];

    /// <inheritdoc/>
    public void Pretend(int row, RowLabel label)
    {
        if (label is not (RowLabel.Normal or RowLabel.Abnormal))
        {
            throw new ArgumentException($"The answer is {label}; Normal and Abnormal can be pretended.", nameof(label));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        for (var tree = 0; tree < _reached.Length; tree++)
        {
            var reached = _reached[tree][row];
            var leaf = (tree << _forest.Depth) + reached;
            var before = _alphas[leaf] / (_alphas[leaf] + _betas[leaf]);
            (label == RowLabel.Abnormal ? _alphas : _betas)[leaf]++;
            Correct(_reached[tree], reached, (_alphas[leaf] / (_alphas[leaf] + _betas[leaf])) - before);
        }
    }

    /// <inheritdoc/>
    public IBetaEvidence Copy() => new BalifEvidence(
        _forest,
        _reached,
        (double[])_alphas.Clone(),
        (double[])_betas.Clone(),
        (double[])_means.Clone(),
        (double[])_weights.Clone());

    /// <summary>Adds what a new answer in a leaf changes to the rows in it.</summary>
    private void Correct(ReadOnlySpan<ushort> reached, ushort leaf, double difference)
    {
        for (var row = reached.IndexOf(leaf); row >= 0;)
        {
            _means[row] += difference;
            _weights[row]++;
            var next = reached[(row + 1)..].IndexOf(leaf);
            row = next < 0 ? -1 : row + 1 + next;
        }
    }
}
