namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The numbers along an axis, with ticks at round values.</summary>
internal sealed record AxisRange(double Min, double Max, double Step)
{
    private static readonly double[] RoundSteps = [1, 2, 2.5, 5, 10];

    /// <summary>Gets the range of a share.</summary>
    public static AxisRange Unit { get; } = new(0, 1, 0.2);

    /// <summary>Returns the smallest range between round numbers that covers the finite values; [0, 1] when there are none.</summary>
    public static AxisRange Covering(IEnumerable<double> values, int intervalCount = 5)
    {
        var finite = values.Where(double.IsFinite).ToList();
        if (finite.Count == 0)
            return Unit;
        var (min, max) = (finite.Min(), finite.Max());
        var slack = Math.Max(0.02, Math.Abs(max) * 1e-3);
        if (max - min < slack)
            (min, max) = (min - slack, max + slack);
        var step = RoundUp((max - min) / intervalCount);
        return new AxisRange(Math.Floor((min / step) + 1e-9) * step, Math.Ceiling((max / step) - 1e-9) * step, step);
    }

    /// <summary>Returns the range of shares: as <see cref="Covering"/>, but never beyond 0 and 1.</summary>
    public static AxisRange CoveringShares(IEnumerable<double> values)
    {
        var range = Covering(values.Select(value => Math.Clamp(value, 0, 1)));
        return range with { Min = Math.Max(range.Min, 0), Max = Math.Min(range.Max, 1) };
    }

    /// <summary>Returns the range of whole numbers from the smallest to the largest.</summary>
    public static AxisRange OfIntegers(IEnumerable<int> values)
    {
        var all = values.ToList();
        if (all.Count == 0)
            return new AxisRange(0, 1, 1);
        var (min, max) = (all.Min(), all.Max());
        return new AxisRange(min, max, Math.Max(1, Math.Round(RoundUp((max - min) / 9.0))));
    }

    /// <summary>Returns the tick values, ends included where they are round.</summary>
    public IEnumerable<double> Ticks()
    {
        var first = Math.Ceiling((Min / Step) - 1e-9);
        var last = Math.Floor((Max / Step) + 1e-9);
        for (var index = first; index <= last; index++)
            yield return index * Step;
    }

    /// <summary>Formats a tick with as many decimals as the step needs.</summary>
    public string Label(double tick)
    {
        if (Step < 1e-6 || Math.Abs(tick) >= 1e7)
            return NumberText.Short(tick);
        var decimals = 0;
        for (var scaled = Step; Math.Abs(scaled - Math.Round(scaled)) > 1e-6 * scaled && decimals < 8; scaled *= 10)
            decimals++;
        return NumberText.Fixed(tick, decimals);
    }

    /// <summary>Maps a value to the axis's pixels; outside values land on the nearer end.</summary>
    public double Place(double value, double start, double end)
    {
        if (Max <= Min)
            return (start + end) / 2;
        return start + (Math.Clamp((value - Min) / (Max - Min), 0, 1) * (end - start));
    }

    private static double RoundUp(double width)
    {
        if (!(width > 0))
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        return power * Array.Find(RoundSteps, step => step * power >= width * (1 - 1e-9));
    }
}
