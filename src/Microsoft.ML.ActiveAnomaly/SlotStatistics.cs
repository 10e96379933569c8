using System.Runtime.InteropServices;
using ActiveAnomaly.Metrics;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>What the training rows say of one number a row.</summary>
/// <param name="scaling">How it is scaled.</param>
/// <param name="keepsValues">Whether quantiles are wanted, for which all values are kept.</param>
internal sealed class SlotStatistics(FeatureScaling scaling, bool keepsValues)
{
    private readonly List<float> _values = [];
    private float? _median;
    private (float Zero, float One)? _anchors;

    public long MissingCount { get; private set; }

    public long ValueCount { get; private set; }

    public float Lowest { get; private set; } = float.PositiveInfinity;

    public float Highest { get; private set; } = float.NegativeInfinity;

    public void Add(float value)
    {
        if (float.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        ValueCount++;
        Lowest = MathF.Min(Lowest, value);
        Highest = MathF.Max(Highest, value);
        if (keepsValues)
        {
            _values.Add(value);
        }
    }

    /// <summary>Gets the median of all values; asked for once they are added.</summary>
    public float Median => _median ??= (float)Quantile.Of(CollectionsMarshal.AsSpan(_values), 0.5);

    /// <summary>Gets what scaling sends to 0 and to 1; asked for once all values are added.</summary>
    public (float Zero, float One) Anchors => _anchors ??= FindAnchors();

    private (float Zero, float One) FindAnchors()
    {
        if (scaling == FeatureScaling.MinMax)
        {
            return (Lowest, Highest);
        }

        var values = CollectionsMarshal.AsSpan(_values);
        var one = (float)(Median + (Quantile.Of(values, 0.75) - Quantile.Of(values, 0.25)));
        return (Median, one > Median ? one : (float)((double)Median + Highest - Lowest));
    }
}
