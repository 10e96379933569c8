using ActiveAnomaly.Detectors;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// The posterior variances of some rows, and what is left of them as further rows are taken for answered: a row's covariances with the
/// others, c, take away c^2 / (c_i + s) (Rasmussen and Williams, 2006, Eq. 2.26, one row at a time). Not thread safe.
/// </summary>
internal sealed class PosteriorCovariance : PosteriorVariance
{
    private readonly LaplaceKernel _kernel;
    private readonly KernelRows _rows;
    private readonly double _noise;
    private readonly double[] _variances;

    // A row's part that the answers explain, and after that what each further row takes away.
    private readonly double[][] _explained;
    private readonly List<double[]> _taken = [];

    public PosteriorCovariance(
        LaplaceKernel kernel,
        KernelRows rows,
        KernelRows answered,
        PosteriorFactor factor,
        double noise,
        CancellationToken cancellationToken)
    {
        _kernel = kernel;
        _rows = rows;
        _noise = noise;
        _explained = new double[rows.Count][];
        _variances = new double[rows.Count];
        ParallelLoop.Run(
            rows.Count,
            i =>
            {
                var explained = new double[answered.Count];
                Posterior.Fill(
                    kernel, rows, i, answered, explained, stackalloc float[RowPanels.RowCount], stackalloc float[RowPanels.RowCount]);
                factor.SolveLower(explained);
                _explained[i] = explained;
                _variances[i] = LaplaceKernel.Diagonal(rows.Linear(i, 1)) - DoubleKernels.Dot(explained, explained);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Values => _variances;

    /// <inheritdoc/>
    public override void TakeForAnswered(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _variances.Length);
        var change = new double[_variances.Length];
        Posterior.Fill(
            _kernel, _rows, row, _rows, change, stackalloc float[RowPanels.RowCount], stackalloc float[RowPanels.RowCount]);
        for (var i = 0; i < change.Length; i++)
        {
            change[i] -= DoubleKernels.Dot(_explained[i], _explained[row]);
        }

        foreach (var taken in _taken)
        {
            DoubleKernels.AddProducts(taken, -taken[row], change);
        }

        var scale = 1 / Math.Sqrt(change[row] + _noise);
        for (var i = 0; i < change.Length; i++)
        {
            change[i] *= scale;
            _variances[i] -= change[i] * change[i];
        }

        _taken.Add(change);
    }
}
