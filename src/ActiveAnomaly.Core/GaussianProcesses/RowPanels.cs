using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// Rows in panels of 16 that lie feature by feature, as the distance kernels read them: both views and the linear features. Filled once,
/// then immutable.
/// </summary>
internal sealed class RowPanels
{
    /// <summary>The number of rows a panel.</summary>
    public const int RowCount = KernelSet.PanelRowCount;

    private readonly float[] _unit;
    private readonly float[] _robust;
    private readonly float[] _linear;

    public RowPanels(int count, int featureCount)
    {
        Count = count;
        FeatureCount = featureCount;
        PanelCount = (count + RowCount - 1) / RowCount;
        _unit = new float[checked(PanelCount * RowCount * featureCount)];
        _robust = new float[_unit.Length];
        _linear = new float[checked(PanelCount * RowCount * PriorRanks.LinearCount)];
    }

    public int Count { get; }

    public int FeatureCount { get; }

    public int PanelCount { get; }

    public ReadOnlySpan<float> Unit(int panel) => _unit.AsSpan(panel * RowCount * FeatureCount, RowCount * FeatureCount);

    public ReadOnlySpan<float> Robust(int panel) => _robust.AsSpan(panel * RowCount * FeatureCount, RowCount * FeatureCount);

    public ReadOnlySpan<float> Linear(int panel) =>
        _linear.AsSpan(panel * RowCount * PriorRanks.LinearCount, RowCount * PriorRanks.LinearCount);

    /// <summary>Gets how many rows a panel has: the last one may have fewer.</summary>
    public int CountOf(int panel) => Math.Min(RowCount, Count - (panel * RowCount));

    /// <summary>Puts rows in their places. Different rows may be put at the same time.</summary>
    public void Put(int first, ReadOnlySpan<float> unit, ReadOnlySpan<float> robust, ReadOnlySpan<float> linear)
    {
        PanelLayout.Put(_unit, FeatureCount, first, unit);
        PanelLayout.Put(_robust, FeatureCount, first, robust);
        PanelLayout.Put(_linear, PriorRanks.LinearCount, first, linear);
    }

    /// <summary>Copies a row out.</summary>
    public void Take(int row, Span<float> unit, Span<float> robust, Span<float> linear)
    {
        PanelLayout.Take(_unit, row, unit);
        PanelLayout.Take(_robust, row, robust);
        PanelLayout.Take(_linear, row, linear);
    }
}
