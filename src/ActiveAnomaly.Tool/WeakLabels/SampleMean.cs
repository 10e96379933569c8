namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>The mean of some values, and how far it may be off.</summary>
/// <param name="Mean">The mean; NaN of none.</param>
/// <param name="StandardError">The standard deviation over the root of the number of values; NaN of fewer than two.</param>
/// <param name="Count">The number of values.</param>
internal sealed record SampleMean(double Mean, double StandardError, int Count)
{
    public static SampleMean Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return new SampleMean(double.NaN, double.NaN, 0);
        }

        var mean = values.Average();
        var squares = values.Sum(value => (value - mean) * (value - mean));
        return new SampleMean(
            mean, values.Count < 2 ? double.NaN : Math.Sqrt(squares / (values.Count - 1) / values.Count), values.Count);
    }
}
