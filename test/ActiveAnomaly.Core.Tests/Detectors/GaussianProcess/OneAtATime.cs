using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;

namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>Posterior variances of a pool, with every covariance computed when its row is taken: plain loops, nothing ahead.</summary>
internal sealed class OneAtATime
{
    private readonly KernelSpace _space;
    private readonly KernelRows _rows;
    private readonly double[][] _explained;
    private readonly List<double[]> _taken = [];

    public OneAtATime(FeatureMatrix pool, GaussianProcessModel model)
    {
        _space = model.Space;
        using var embedded = new EmbeddedRows(pool.RowCount, pool.FeatureCount);
        _space.Scaling.ToUnit(pool.Values, embedded.Unit);
        _space.Embed(embedded, CancellationToken.None);
        _rows = KernelRows.Of(embedded);
        _explained = [.. Enumerable.Range(0, pool.RowCount).Select(row => Explained(row, model.Posterior))];
        Variances = [.. Enumerable.Range(0, pool.RowCount).Select(
            row => LaplaceKernel.Diagonal(_rows.Linear(row, 1)) - DoubleKernels.Dot(_explained[row], _explained[row]))];
    }

    public double[] Variances { get; }

    public void Take(int row)
    {
        var change = Covariances(row, _rows, Variances.Length);
        for (var i = 0; i < change.Length; i++)
        {
            change[i] -= DoubleKernels.Dot(_explained[i], _explained[row]);
            foreach (var taken in _taken)
            {
                change[i] = Math.FusedMultiplyAdd(taken[i], -taken[row], change[i]);
            }
        }

        var scale = 1 / Math.Sqrt(change[row] + GaussianProcessOptions.Defaults.Noise);
        for (var i = 0; i < change.Length; i++)
        {
            change[i] *= scale;
            Variances[i] -= change[i] * change[i];
        }

        _taken.Add(change);
    }

    private double[] Explained(int row, Posterior posterior)
    {
        var explained = Covariances(row, posterior.Rows, posterior.Rows.Count);
        for (var i = 0; i < explained.Length; i++)
        {
            var above = posterior.Factor.Row(i);
            explained[i] = (explained[i] - DoubleKernels.Dot(explained.AsSpan(0, i), above)) / above[i];
        }

        return explained;
    }

    private double[] Covariances(int row, KernelRows others, int count)
    {
        var covariances = new double[count];
        Posterior.Fill(
            _space.Kernel, _rows, row, others, covariances, new float[RowPanels.RowCount], new float[RowPanels.RowCount]);
        return covariances;
    }
}
