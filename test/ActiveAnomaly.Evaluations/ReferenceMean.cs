namespace ActiveAnomaly.Evaluations;

/// <summary>A figure that another program gave.</summary>
/// <param name="Mean">The mean over its runs.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Count">The number of runs.</param>
internal sealed record ReferenceMean(double Mean, double Deviation, int Count)
{
    /// <summary>Fewer runs say too little of their spread to judge by.</summary>
    private const int FewestJudged = 5;

    /// <summary>
    /// Of two equal systems the difference exceeds three standard errors in 1.3 % of cases with 10 and 10 runs, in 2.4 % with 10 and 5 of
    /// which the 5 have all the spread.
    /// </summary>
    private const double MostErrors = 3;

    /// <summary>
    /// Compares runs with the figure by the difference of means over its standard error (Welch), and writes what was found.
    /// </summary>
    /// <param name="values">The library's runs.</param>
    /// <param name="context">Where to write.</param>
    /// <param name="mayBeAbove">Whether a mean far above the figure passes too.</param>
    public void Compare(IReadOnlyList<double> values, TestContext context, bool mayBeAbove = false)
    {
        var (mean, variance) = MeanAndVariance(values);
        var error = Math.Sqrt((variance / values.Count) + (Deviation * Deviation / Count));
        var found = FormattableString.Invariant(
            $"{mean:F4} (standard deviation {Math.Sqrt(variance):F4}, {values.Count} runs), reference {Mean:F4} ")
            + FormattableString.Invariant($"({Deviation:F4}, {Count} runs)")
            + FormattableString.Invariant($": difference {mean - Mean:+0.0000;-0.0000}, standard error {error:F4}");
        if (Count < FewestJudged)
        {
            context.WriteLine($"{found}; reported only, the reference has few runs.");
            return;
        }

        context.WriteLine(found);
        Assert.IsLessThanOrEqualTo(MostErrors * error, mayBeAbove ? Mean - mean : Math.Abs(mean - Mean), found);
    }

    /// <summary>Gives the mean and the variance of a sample.</summary>
    public static (double Mean, double Variance) MeanAndVariance(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return (mean, values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
