namespace ActiveAnomaly.Data;

/// <summary>
/// The scaling of features to [0, 1] by the minimum and maximum that they have in some rows, without those that are constant there. Other
/// rows may lie outside [0, 1].
/// </summary>
internal sealed class MinMaxScaling
{
    private readonly double[] _lowest;
    private readonly double[] _ranges;

    private MinMaxScaling(int[] features, double[] lowest, double[] ranges)
    {
        Features = features;
        _lowest = lowest;
        _ranges = ranges;
    }

    /// <summary>Gets the features that are kept, ascending.</summary>
    public int[] Features { get; }

    /// <summary>Finds the scaling.</summary>
    /// <param name="rows">The data, [n x d].</param>
    /// <param name="fittedOn">The rows whose minima and maxima count, at least one.</param>
    /// <exception cref="FeatureDataException">Every feature is constant in these rows.</exception>
    public static MinMaxScaling Of(FeatureMatrix rows, ReadOnlySpan<int> fittedOn)
    {
        var lowest = rows.Row(fittedOn[0]).ToArray();
        var highest = rows.Row(fittedOn[0]).ToArray();
        foreach (var row in fittedOn)
        {
            var values = rows.Row(row);
            for (var k = 0; k < values.Length; k++)
            {
                lowest[k] = Math.Min(lowest[k], values[k]);
                highest[k] = Math.Max(highest[k], values[k]);
            }
        }

        int[] kept = [.. Enumerable.Range(0, rows.FeatureCount).Where(k => highest[k] > lowest[k])];
        return kept.Length > 0
            ? new MinMaxScaling(kept, [.. kept.Select(k => (double)lowest[k])], [.. kept.Select(k => (double)highest[k] - lowest[k])])
            : throw new FeatureDataException(
                $"Every feature is constant in the {fittedOn.Length} training rows, and nothing is left to learn from. Give data whose "
                + "features vary.");
    }

    /// <summary>Gives some of the rows, scaled.</summary>
    /// <param name="rows">The data that the scaling was found on.</param>
    /// <param name="wanted">The rows, in order.</param>
    /// <exception cref="FeatureDataException">A scaled value is too large for a number.</exception>
    public FeatureMatrix Apply(FeatureMatrix rows, ReadOnlySpan<int> wanted)
    {
        var values = new float[FeatureMatrix.ValueCount(wanted.Length, Features.Length)];
        var next = 0;
        foreach (var row in wanted)
        {
            var source = rows.Row(row);
            for (var k = 0; k < Features.Length; k++)
            {
                values[next++] = (float)((source[Features[k]] - _lowest[k]) / _ranges[k]);
            }
        }

        return FeatureMatrix
            .Take(values, values.Length, Features.Length, rows.FeatureNames is { } names ? [.. Features.Select(k => names[k])] : null)
            .WithCategoricalRanges(CategoricalRange.Kept(rows.CategoricalRanges, Features));
    }
}
