namespace ActiveAnomaly.Tool.Reporting;

/// <summary>A mean over data sets of the means over seeds.</summary>
/// <param name="Mean">The mean; NaN when no data set has a value.</param>
/// <param name="StandardError">
/// The standard error of the mean from the spread over seeds, the data sets held fixed: sqrt(sum of variance / seeds) / data
/// sets. Null when some data set has fewer than two seeds. The spread between data sets is left out on purpose: it is the same
/// for every configuration and would hide the differences that a report is read for.
/// </param>
/// <param name="DatasetCount">The data sets that have a value.</param>
/// <param name="RunCount">The runs that have a value.</param>
internal readonly record struct Estimate(double Mean, double? StandardError, int DatasetCount, int RunCount)
{
    /// <summary>Estimates from one value a run; values that are not finite are left out.</summary>
    public static Estimate Of(IEnumerable<KeyValuePair<string, double>> valuesByDataset)
    {
        var groups = valuesByDataset
            .Where(pair => double.IsFinite(pair.Value))
            .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
            .Select(group => group.ToList())
            .ToList();
        if (groups.Count == 0)
            return new Estimate(double.NaN, StandardError: null, DatasetCount: 0, RunCount: 0);
        double? error = null;
        if (groups.TrueForAll(values => values.Count > 1))
            error = Math.Sqrt(groups.Sum(SquaredError)) / groups.Count;
        return new Estimate(groups.Average(values => values.Average()), error, groups.Count, groups.Sum(values => values.Count));
    }

    private static double SquaredError(List<double> values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count;
    }
}
