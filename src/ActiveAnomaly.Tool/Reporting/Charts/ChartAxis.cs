namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>An axis of a chart.</summary>
/// <param name="Title">What it measures, with its unit or range.</param>
/// <param name="Min">The value at its beginning.</param>
/// <param name="Max">The value at its end.</param>
internal sealed record ChartAxis(string Title, double Min, double Max)
{
    /// <summary>The space beside the extreme values, as a share of their distance: markers stay clear of the frame.</summary>
    private const double Margin = 0.04;

    /// <summary>Gets whether equal distances are equal ratios.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Gets where the ticks stand; null for round values.</summary>
    public IReadOnlyList<double>? Ticks { get; init; }

    /// <summary>Gets an axis of shares, from 0 to 1.</summary>
    public static ChartAxis Unit(string title) => new(title, -Margin, 1 + Margin);

    /// <summary>Gives an axis that covers finite values; from 0 to 1 where there are none.</summary>
    public static ChartAxis Covering(string title, IEnumerable<double> values)
    {
        List<double> finite = [.. values.Where(double.IsFinite)];
        if (finite.Count == 0)
        {
            return Unit(title);
        }

        // Values that are all the same get a frame around them that shows no difference as large.
        var (min, max) = (finite.Min(), finite.Max());
        var slack = Math.Max(0.01, Math.Abs(max) * 1e-3);
        if (max - min < slack)
        {
            (min, max) = (min - slack, max + slack);
        }

        var space = Margin * (max - min);
        return new ChartAxis(title, min - space, max + space);
    }

    /// <summary>Gives an axis of whole numbers with a tick at each, of many at some.</summary>
    public static ChartAxis OfIntegers(string title, IEnumerable<int> values)
    {
        List<int> all = [.. values.Distinct().Order()];
        if (all.Count < 2)
        {
            return new ChartAxis(title, (all.Count == 0 ? 0 : all[0]) - 0.5, (all.Count == 0 ? 0 : all[0]) + 0.5) { Ticks = [.. all] };
        }

        const int MostTicks = 10;
        var length = all[^1] - all[0];
        var step = (length + MostTicks - 1) / MostTicks;
        return new ChartAxis(title, all[0] - (Margin * length), all[^1] + (Margin * length))
        {
            Ticks = [.. Enumerable.Range(0, (length / step) + 1).Select(index => (double)(all[0] + (index * step)))],
        };
    }

    /// <summary>Gives an axis of ratios that covers the positive values; from 1 to 10 where there are none.</summary>
    public static ChartAxis Logarithmic(string title, IEnumerable<double> values)
    {
        List<double> all = [.. values.Where(value => value > 0 && double.IsFinite(value)).Select(Math.Log10)];
        var (min, max) = all.Count == 0 ? (0, 1) : (all.Min(), all.Max());
        if (max - min < 0.1)
        {
            (min, max) = (min - 0.5, max + 0.5);
        }

        var space = Margin * (max - min);
        return new ChartAxis(title, Math.Pow(10, min - space), Math.Pow(10, max + space)) { IsLogarithmic = true };
    }

    /// <summary>Gives the place of a value along the axis, as it is drawn: its logarithm where distances are ratios.</summary>
    public double Place(double value) => IsLogarithmic ? Math.Log10(value) : value;
}
