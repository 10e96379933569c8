using System.Runtime.InteropServices;
using ActiveAnomaly.Metrics;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>What the training rows say of one number a row.</summary>
/// <param name="keepsValues">Whether quantiles are wanted, for which all values are kept.</param>
internal sealed class SlotStatistics(bool keepsValues)
{
    private readonly List<float> _values = [];

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

    public float Median() => (float)Quantile.Of(CollectionsMarshal.AsSpan(_values), 0.5);

    /// <summary>What scaling sends to 0 and to 1.</summary>
    public (float Zero, float One) Anchors(FeatureScaling scaling)
    {
        if (scaling == FeatureScaling.MinMax)
        {
            return (Lowest, Highest);
        }

        var values = CollectionsMarshal.AsSpan(_values);
        var (median, lower, upper) = (Median(), Quantile.Of(values, 0.25), Quantile.Of(values, 0.75));
        var one = (float)(median + (upper - lower));
        return (median, one > median ? one : (float)((double)median + Highest - Lowest));
    }
}
