using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// The covariance of two rows: k = 1/2 exp(-|u - u'| / l_u) + 1/2 exp(-|r - r'| / l_r) + h h', with u the unit view, r the robust view
/// and h the linear features; a distance is the sum of the features' differences, each times what the feature weighs. The same bits in
/// either order of the rows. Immutable and thread safe.
/// </summary>
/// <param name="unitLength">The length l_u, positive.</param>
/// <param name="robustLength">The length l_r, positive.</param>
/// <param name="featureWeights">What each feature weighs [d], at least 0; null where each weighs 1.</param>
internal sealed class LaplaceKernel(double unitLength, double robustLength, float[]? featureWeights = null)
{
    private const float Weight = 0.5f;

    private readonly KernelSet _kernels = KernelSet.For(VectorPaths.Default);
    private readonly float _unitRate = Rate(unitLength);
    private readonly float _robustRate = Rate(robustLength);

    public double UnitLength => unitLength;

    public double RobustLength => robustLength;

    /// <summary>Gets what each feature weighs, or null where each weighs 1.</summary>
    public float[]? FeatureWeights => featureWeights;

    /// <summary>Gives the same kernel with other weights.</summary>
    public LaplaceKernel Weighing(float[]? weights) => new(unitLength, robustLength, weights);

    /// <summary>Computes the covariances of rows and a panel.</summary>
    /// <param name="unit">The rows' unit view, row-major [count x d].</param>
    /// <param name="robust">Their robust view [count x d].</param>
    /// <param name="linear">Their linear features [count x 6].</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="panels">The panels.</param>
    /// <param name="panel">Which of them.</param>
    /// <param name="distances">Working memory [count x 16].</param>
    /// <param name="values">Receives [count x 16]; beyond the panel's rows they mean nothing.</param>
    public void Evaluate(
        ReadOnlySpan<float> unit, ReadOnlySpan<float> robust, ReadOnlySpan<float> linear, int count, RowPanels panels, int panel,
        Span<float> distances, Span<float> values)
    {
        distances = distances[..(count * RowPanels.RowCount)];
        values = values[..distances.Length];
        values.Clear();
        AddView(unit, count, panels.Unit(panel), panels.FeatureCount, _unitRate, distances, values);
        AddView(robust, count, panels.Robust(panel), panels.FeatureCount, _robustRate, distances, values);
        _kernels.Multiply(
            linear, PriorRanks.LinearCount, 1, panels.Linear(panel), RowPanels.RowCount, values, RowPanels.RowCount,
            count, PriorRanks.LinearCount, RowPanels.RowCount, accumulate: true);
    }

    /// <summary>Computes the parts of covariances that fall with the distance, without those of the linear features.</summary>
    /// <param name="rows">The rows, and those of the panel.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="distances">Working memory [16].</param>
    /// <param name="unit">Receives the unit view's part [16].</param>
    /// <param name="robust">Receives the robust view's [16].</param>
    public void EvaluateViews(KernelRows rows, int row, int panel, Span<float> distances, Span<float> unit, Span<float> robust)
    {
        unit.Clear();
        robust.Clear();
        AddView(rows.Unit(row, 1), 1, rows.Panels.Unit(panel), rows.FeatureCount, _unitRate, distances, unit);
        AddView(rows.Robust(row, 1), 1, rows.Panels.Robust(panel), rows.FeatureCount, _robustRate, distances, robust);
    }

    /// <summary>Adds what <see cref="Evaluate"/> gives to a graph, with its bits.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="unit">The rows' unit view, Single [rows x d].</param>
    /// <param name="robust">Their robust view, Single [rows x d].</param>
    /// <param name="linear">Their linear features, Single [rows x 6].</param>
    /// <param name="others">The other rows, at least one.</param>
    /// <returns>Single [rows x others].</returns>
    public GraphValue AddCovariances(GraphBuilder graph, GraphValue unit, GraphValue robust, GraphValue linear, KernelRows others)
    {
        var values = graph.Add(
            AddExponential(unit, others.Unit(0, others.Count), _unitRate),
            AddExponential(robust, others.Robust(0, others.Count), _robustRate));
        for (var k = 0; k < PriorRanks.LinearCount; k++)
        {
            var own = new float[others.Count];
            for (var i = 0; i < own.Length; i++)
            {
                own[i] = others.Linear(i, 1)[k];
            }

            values = graph.FusedMultiplyAdd(graph.Slice(linear, 1, k, k + 1), graph.Constant<float>(own), values);
        }

        return values;

        // Halves are exact: it makes no difference whether they are rounded before they are added.
        GraphValue AddExponential(GraphValue rows, ReadOnlySpan<float> known, float rate)
        {
            var knownRows = new KnownRows(graph, known.ToArray(), others.FeatureCount);
            var distances = featureWeights is null ? knownRows.Manhattan(rows) : knownRows.Manhattan(rows, featureWeights);
            return graph.Multiply(graph.Scalar(Weight), ExponentialGraph.Exp(graph, graph.Multiply(graph.Scalar(rate), distances)));
        }
    }

    /// <summary>Computes the covariance of a row with itself: 1 + |w|^2, in the same order of operations.</summary>
    public static double Diagonal(ReadOnlySpan<float> linear)
    {
        var sum = 1f;
        foreach (var feature in linear)
        {
            sum = MathF.FusedMultiplyAdd(feature, feature, sum);
        }

        return sum;
    }

    private void AddView(
        ReadOnlySpan<float> rows, int count, ReadOnlySpan<float> panel, int width, float rate, Span<float> distances, Span<float> values)
    {
        if (featureWeights is null)
        {
            _kernels.ManhattanPanelDistances(rows, count, width, panel, distances);
        }
        else
        {
            _kernels.ManhattanPanelDistances(rows, count, width, panel, featureWeights, distances);
        }

        _kernels.AddExponentials(distances, rate, Weight, values);
    }

    /// <summary>Gives -1 / length, limited where rows differ by less than 1e-38: an infinite rate times the distance 0 is NaN.</summary>
    private static float Rate(double length) => (float)Math.Max(-1 / length, float.MinValue);
}
