using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// How likely answers are under a kernel, and how that changes with what the features weigh: the marginal likelihood and its derivatives
/// (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, Eqs. 2.30 and 5.9). The same bits however many threads.
/// </summary>
internal sealed class AnswerLikelihood
{
    /// <summary>The number of rows that one thread deals with at a time.</summary>
    private const int PartRowCount = 16;

    private readonly LaplaceKernel _kernel;
    private readonly KernelRows _rows;
    private readonly PosteriorFactor _factor;
    private readonly double[] _explained;
    private readonly CancellationToken _cancellationToken;

    // The parts of a row's covariances that fall with the distance, with the rows up to itself.
    private readonly float[][] _unit;
    private readonly float[][] _robust;

    /// <summary>Computes the likelihood.</summary>
    /// <param name="kernel">The kernel, with what the features weigh.</param>
    /// <param name="rows">The answered rows, at least one.</param>
    /// <param name="isAbnormal">Their answers.</param>
    /// <param name="noise">The variance of an answer.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public AnswerLikelihood(LaplaceKernel kernel, KernelRows rows, bool[] isAbnormal, double noise, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        _rows = rows;
        _cancellationToken = cancellationToken;
        _unit = new float[rows.Count][];
        _robust = new float[rows.Count][];
        _factor = PosteriorFactor.Empty.Extended(0, rows.Count, _ => noise, Fill, stepDone: null, cancellationToken);
        var errors = new double[rows.Count];
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = (isAbnormal[i] ? 1 : -1) - rows.Prior[i];
            Loss += Math.Log(_factor.Row(i)[i]);
        }

        _explained = [.. errors];
        _factor.Solve(_explained);
        Loss += DoubleKernels.Dot(errors, _explained) / 2;
    }

    /// <summary>Gets the negative logarithm of the likelihood, without its constant m ln(2 pi) / 2 for m answers.</summary>
    public double Loss { get; }

    /// <summary>Gives the derivatives of <see cref="Loss"/> by what each feature weighs [d].</summary>
    public double[] Slopes()
    {
        // With K + S = L L', the columns of L^-1 give (K + S)^-1 by their scalar products.
        var count = _rows.Count;
        var columns = new double[count][];
        InParts((first, end) =>
        {
            for (var i = first; i < end; i++)
            {
                columns[i] = new double[count];
                columns[i][i] = 1;
            }

            _factor.SolveLower(columns.AsSpan(first, end - first));
        });
        var slopes = new double[(count + PartRowCount - 1) / PartRowCount][];
        InParts((first, end) =>
        {
            var own = slopes[first / PartRowCount] = new double[_rows.FeatureCount];
            using var dots = new BlockedDots(columns.AsSpan(first, end - first), columns.AsSpan(0, end), BlockedDots.Whole(count));
            for (var i = first; i < end; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var share = (_explained[i] * _explained[j]) - dots.Of(i - first, j, count);
                    DoubleKernels.AddDifferences(
                        _rows.Unit(i, 1), _rows.Unit(j, 1), share * _unit[i][j] / _kernel.UnitLength, own);
                    DoubleKernels.AddDifferences(
                        _rows.Robust(i, 1), _rows.Robust(j, 1), share * _robust[i][j] / _kernel.RobustLength, own);
                }
            }
        });
        var sums = slopes[0];
        foreach (var part in slopes.AsSpan(1))
        {
            DoubleKernels.AddProducts(part, 1, sums);
        }

        return sums;
    }

    private void Fill(int row, double[] covariances)
    {
        var length = ((row / RowPanels.RowCount) + 1) * RowPanels.RowCount;
        var (unit, robust) = (_unit[row] = new float[length], _robust[row] = new float[length]);
        Span<float> distances = stackalloc float[RowPanels.RowCount];
        for (var first = 0; first < length; first += RowPanels.RowCount)
        {
            _kernel.EvaluateViews(
                _rows, row, first / RowPanels.RowCount, distances,
                unit.AsSpan(first, RowPanels.RowCount), robust.AsSpan(first, RowPanels.RowCount));
        }

        var own = _rows.Linear(row, 1);
        for (var i = 0; i < covariances.Length; i++)
        {
            covariances[i] = (double)unit[i] + robust[i];
            var other = _rows.Linear(i, 1);
            for (var k = 0; k < other.Length; k++)
            {
                covariances[i] += (double)own[k] * other[k];
            }
        }
    }

    private void InParts(Action<int, int> part) => ParallelLoop.Run(
        (_rows.Count + PartRowCount - 1) / PartRowCount,
        i => part(i * PartRowCount, Math.Min((i + 1) * PartRowCount, _rows.Count)),
        _cancellationToken);
}
