using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// A Gaussian process that has seen answers: mean m + k' (K + S)^-1 (t - m_L), variance k(x, x) - |L^-1 k|^2, with t = 1 for abnormal and
/// -1 for normal rows, and S their variances (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, Eqs. 2.25, 2.26 and
/// 2.38). Immutable and thread safe.
/// </summary>
internal sealed class Posterior
{
    /// <summary>The most rows that <see cref="Mean"/> takes.</summary>
    public const int MostRowsAtOnce = 64;

    private readonly KernelSpace _space;
    private readonly double _noise;
    private readonly double[] _weights;
    private readonly Lazy<PosteriorFactor> _factor;

    private Posterior(
        KernelSpace space, KernelRows rows, double noise, Presumption presumed, double[] weights, Lazy<PosteriorFactor> factor)
    {
        _space = space;
        Rows = rows;
        Presumed = presumed;
        _noise = noise;
        _weights = weights;
        _factor = factor;
    }

    /// <summary>Gets the rows that were learnt from: those answered, and after them those presumed normal.</summary>
    public KernelRows Rows { get; }

    /// <summary>Gets what the last of them are worth.</summary>
    public Presumption Presumed { get; }

    /// <summary>Gets the rows' weights, (K + S)^-1 (t - m_L).</summary>
    public double[] Weights => _weights;

    /// <summary>Gets the factor of the rows' covariances; computed at the first call where only weights were loaded.</summary>
    public PosteriorFactor Factor => _factor.Value;

    /// <summary>Learns from answers.</summary>
    /// <param name="space">The space.</param>
    /// <param name="rows">The answered rows, and after them those presumed normal.</param>
    /// <param name="isAbnormal">The answers.</param>
    /// <param name="noise">The variance of an answer, s.</param>
    /// <param name="presumed">What the rows presumed normal are worth.</param>
    /// <param name="earlier">A factor whose first rows are the same, or the empty one.</param>
    /// <param name="sharedCount">How many are.</param>
    /// <param name="stepDone">Called after each of <see cref="PosteriorFactor.StepCount"/> steps, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Posterior Learn(
        KernelSpace space,
        KernelRows rows,
        ReadOnlySpan<bool> isAbnormal,
        double noise,
        Presumption presumed,
        PosteriorFactor earlier,
        int sharedCount,
        Action? stepDone,
        CancellationToken cancellationToken)
    {
        var factor = Factorise(space, rows, noise, presumed, earlier, sharedCount, stepDone, cancellationToken);
        var weights = new double[rows.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (i < isAbnormal.Length && isAbnormal[i] ? 1 : -1) - rows.Prior[i];
        }

        factor.Solve(weights);
        return new Posterior(space, rows, noise, presumed, weights, new Lazy<PosteriorFactor>(factor));
    }

    /// <summary>Makes a posterior of its weights.</summary>
    public static Posterior Load(KernelSpace space, KernelRows rows, double noise, Presumption presumed, double[] weights) => new(
        space,
        rows,
        noise,
        presumed,
        weights,
        new Lazy<PosteriorFactor>(
            () => Factorise(space, rows, noise, presumed, PosteriorFactor.Empty, 0, stepDone: null, CancellationToken.None)));

    /// <summary>Computes the means of embedded rows.</summary>
    public void Mean(EmbeddedRows rows, Span<double> means, CancellationToken cancellationToken)
    {
        Span<float> distances = stackalloc float[MostRowsAtOnce * RowPanels.RowCount];
        Span<float> values = stackalloc float[MostRowsAtOnce * RowPanels.RowCount];
        rows.Prior.CopyTo(means);
        for (var panel = 0; panel < Rows.Panels.PanelCount; panel++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _space.Kernel.Evaluate(rows.Unit, rows.Robust, rows.Linear, rows.Count, Rows.Panels, panel, distances, values);
            var weights = _weights.AsSpan(panel * RowPanels.RowCount, Rows.Panels.CountOf(panel));
            for (var i = 0; i < rows.Count; i++)
            {
                var sum = means[i];
                var own = values.Slice(i * RowPanels.RowCount, weights.Length);
                for (var j = 0; j < own.Length; j++)
                {
                    sum = Math.FusedMultiplyAdd(own[j], weights[j], sum);
                }

                means[i] = sum;
            }
        }
    }

    /// <summary>Adds the means of rows to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="unit">The rows' unit view within the pool's range, Single [rows x d].</param>
    /// <returns>Double [rows].</returns>
    public GraphValue AddMean(GraphBuilder graph, GraphValue unit)
    {
        var (prior, linear) = _space.Ranks.AddPrior(graph, _space.Detectors.AddScores(graph, unit));
        if (Rows.Count == 0)
        {
            return prior;
        }

        var covariances = _space.Kernel.AddCovariances(graph, unit, _space.Scaling.AddRobust(graph, unit), linear, Rows);
        var learnt = graph.MatMul(graph.Cast(covariances, GraphElementType.Double), graph.Constant<double>(_weights, [_weights.Length, 1]));
        return graph.Add(prior, graph.Squeeze(learnt, 1));
    }

    /// <summary>Prepares the posterior covariances of rows.</summary>
    public PosteriorCovariance Covariance(KernelRows rows, CancellationToken cancellationToken) =>
        new(_space.Kernel, rows, Rows, Factor, _noise, cancellationToken);

    /// <summary>Fills in the covariances of one row and the first of others.</summary>
    internal static void Fill(
        LaplaceKernel kernel, KernelRows rows, int row, KernelRows others, Span<double> covariances,
        Span<float> distances, Span<float> values)
    {
        for (var first = 0; first < covariances.Length; first += RowPanels.RowCount)
        {
            kernel.Evaluate(
                rows.Unit(row, 1), rows.Robust(row, 1), rows.Linear(row, 1), 1,
                others.Panels, first / RowPanels.RowCount, distances, values);
            for (var j = first; j < Math.Min(first + RowPanels.RowCount, covariances.Length); j++)
            {
                covariances[j] = values[j - first];
            }
        }
    }

    private static PosteriorFactor Factorise(
        KernelSpace space,
        KernelRows rows,
        double noise,
        Presumption presumed,
        PosteriorFactor earlier,
        int sharedCount,
        Action? stepDone,
        CancellationToken cancellationToken)
    {
        var answerCount = rows.Count - presumed.Count;
        return earlier.Extended(
            sharedCount,
            rows.Count,
            i => i < answerCount ? noise : presumed.Variance,
            (i, row) => Fill(
                space.Kernel, rows, i, rows, row, stackalloc float[RowPanels.RowCount], stackalloc float[RowPanels.RowCount]),
            stepDone,
            cancellationToken);
    }
}
