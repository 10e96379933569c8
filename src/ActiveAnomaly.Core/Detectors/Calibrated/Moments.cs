namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>Mean and standard deviation, in double.</summary>
internal readonly record struct Moments(double Mean, double Deviation)
{
    /// <summary>Computes them; of no value both are 0.</summary>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return default;
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new Moments(mean, Math.Sqrt(squares / values.Length));
    }
}
