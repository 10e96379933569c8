using ActiveAnomaly.Detectors;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// The posterior variances of some rows, and what is left of them as further rows are taken for answered: a row's covariances with the
/// others, c, take away c^2 / (c_i + s) (Rasmussen and Williams, 2006, Eq. 2.26, one row at a time). Not thread safe.
/// </summary>
/// <remarks>
/// A row's covariances need all that the answers and the rows taken before explain, far more than a cache holds. So they are computed for
/// several rows at a time: the one that is taken, and those of the largest variances, which are likely to be taken soon. When one of these
/// is taken, only what was taken meanwhile is left to do. An element of a covariance goes through the same operations whenever that is
/// done, in the order in which rows were taken: the bits do not depend on what was computed ahead.
/// </remarks>
internal sealed class PosteriorCovariance : PosteriorVariance
{
    /// <summary>The most rows whose covariances are computed together. With as many as were taken already, at first few are.</summary>
    private const int MostAhead = 16;

    /// <summary>The number of rows whose explained parts are solved for, or multiplied, together.</summary>
    private const int SolvedTogether = 16;

    /// <summary>The number of elements of a covariance that are computed at a time.</summary>
    private const int PartRowCount = 256;

    private readonly LaplaceKernel _kernel;
    private readonly KernelRows _rows;
    private readonly double _noise;
    private readonly double[] _variances;
    private readonly CancellationToken _cancellationToken;

    // A row's part that the answers explain, and after that what each further row takes away.
    private readonly double[][] _explained;
    private readonly List<double[]> _taken = [];
    private readonly Dictionary<int, (double[] Covariances, int TakenCount)> _ahead = [];
    private readonly bool[] _isTaken;

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
        _cancellationToken = cancellationToken;
        _explained = new double[rows.Count][];
        _variances = new double[rows.Count];
        _isTaken = new bool[rows.Count];
        ParallelLoop.Run(
            (rows.Count + SolvedTogether - 1) / SolvedTogether,
            group =>
            {
                var first = group * SolvedTogether;
                var own = _explained.AsSpan(first, Math.Min(SolvedTogether, rows.Count - first));
                Span<float> distances = stackalloc float[RowPanels.RowCount];
                Span<float> values = stackalloc float[RowPanels.RowCount];
                for (var i = 0; i < own.Length; i++)
                {
                    own[i] = new double[answered.Count];
                    Posterior.Fill(kernel, rows, first + i, answered, own[i], distances, values);
                }

                factor.SolveLower(own);
                for (var i = 0; i < own.Length; i++)
                {
                    _variances[first + i] =
                        LaplaceKernel.Diagonal(rows.Linear(first + i, 1)) - DoubleKernels.Dot(own[i], own[i]);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Values => _variances;

    /// <summary>Gets the number of rows whose covariances were computed, whether they were taken or not.</summary>
    internal int ComputedCount { get; private set; }

    /// <summary>Gets in how many goes that was done.</summary>
    internal int ComputationCount { get; private set; }

    /// <inheritdoc/>
    public override void TakeForAnswered(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _variances.Length);
        if (!_ahead.Remove(row, out var known))
        {
            ComputeAhead(row);
            _ahead.Remove(row, out known);
        }

        var change = known.Covariances;
        foreach (var taken in _taken[known.TakenCount..])
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
        _isTaken[row] = true;
    }

    /// <summary>Computes the covariances of a row, and of those that are likely to be taken next.</summary>
    private void ComputeAhead(int row)
    {
        int[] computed = [row, .. LikelyNext(row)];
        var factors = Array.ConvertAll(computed, other => _taken.Select(taken => -taken[other]).ToArray());
        var covariances = Array.ConvertAll(computed, _ => new double[_variances.Length]);
        ParallelLoop.Run(
            (_variances.Length + PartRowCount - 1) / PartRowCount,
            part =>
            {
                var first = part * PartRowCount;
                Compute(computed, factors, covariances, first, Math.Min(first + PartRowCount, _variances.Length));
            },
            _cancellationToken);
        for (var j = 0; j < computed.Length; j++)
        {
            _ahead.Add(computed[j], (covariances[j], _taken.Count));
        }

        ComputedCount += computed.Length;
        ComputationCount++;
    }

    /// <summary>
    /// Finds rows of the largest variances, which are not taken and whose covariances are not known; ties by their order.
    /// </summary>
    private int[] LikelyNext(int row)
    {
        var count = Math.Min(MostAhead, _taken.Count + 1) - 1;
        if (count == 0)
        {
            return [];
        }

        var largest = new PriorityQueue<int, (double Variance, int Order)>(count + 1);
        for (var i = 0; i < _variances.Length; i++)
        {
            if (i != row && !_isTaken[i] && !_ahead.ContainsKey(i))
            {
                largest.Enqueue(i, (_variances[i], -i));
                if (largest.Count > count)
                {
                    largest.Dequeue();
                }
            }
        }

        return [.. largest.UnorderedItems.Select(item => item.Element).Order()];
    }

    /// <summary>Computes some elements of the covariances of several rows.</summary>
    private void Compute(int[] computed, double[][] factors, double[][] covariances, int first, int end)
    {
        for (var j = 0; j < computed.Length; j++)
        {
            Fill(computed[j], covariances[j], first, end);
        }

        SubtractExplained(computed, covariances, first, end);
        for (var t = 0; t < _taken.Count; t++)
        {
            for (var j = 0; j < computed.Length; j++)
            {
                DoubleKernels.AddProducts(_taken[t].AsSpan(first, end - first), factors[j][t], covariances[j].AsSpan(first));
            }
        }
    }

    /// <summary>Takes away what the answers explain, for a few elements of all rows at a time.</summary>
    private void SubtractExplained(int[] computed, double[][] covariances, int first, int end)
    {
        var others = Array.ConvertAll(computed, row => _explained[row]);
        var length = others[0].Length;
        for (; first < end; first += SolvedTogether)
        {
            var own = _explained.AsSpan(first, Math.Min(SolvedTogether, end - first));
            using var dots = new BlockedDots(own, others, BlockedDots.Whole(length));
            for (var i = 0; i < own.Length; i++)
            {
                for (var j = 0; j < computed.Length; j++)
                {
                    covariances[j][first + i] -= dots.Of(i, j, length);
                }
            }
        }
    }

    private void Fill(int row, double[] covariances, int first, int end)
    {
        Span<float> distances = stackalloc float[RowPanels.RowCount];
        Span<float> values = stackalloc float[RowPanels.RowCount];
        for (var panel = first / RowPanels.RowCount; panel * RowPanels.RowCount < end; panel++)
        {
            _kernel.Evaluate(
                _rows.Unit(row, 1), _rows.Robust(row, 1), _rows.Linear(row, 1), 1, _rows.Panels, panel, distances, values);
            for (var lane = 0; lane < _rows.Panels.CountOf(panel); lane++)
            {
                covariances[(panel * RowPanels.RowCount) + lane] = values[lane];
            }
        }
    }
}
