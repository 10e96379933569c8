using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>
/// One method beside another one, in pairs: runs of the same data set, setting and number have the same rows and labels.
/// </summary>
/// <param name="Method">The method.</param>
/// <param name="First">The one that it is compared with.</param>
/// <param name="MeanDifference">The mean over data sets of the mean difference, the first method's measure less the other's.</param>
/// <param name="StandardError">Its standard error over data sets; NaN with one.</param>
/// <param name="DataSets">The number of data sets that both ran on.</param>
/// <param name="FirstBetter">The number of them with a difference above 0.</param>
/// <param name="PValue">Two-sided, of the exact signed-rank test over data sets.</param>
internal sealed record WeakLabelComparison(
    string Method, string First, double MeanDifference, double StandardError, int DataSets, int FirstBetter, double PValue)
{
    /// <summary>Compares two methods by the rows that both have; null where there are none.</summary>
    public static WeakLabelComparison? Of(
        IReadOnlyList<WeakLabelRow> rows, string first, string method, Func<WeakLabelRow, double> measure)
    {
        double[] differences = [.. ByDataset(rows, first, method, measure).Select(set => set.Average())];
        return differences.Length == 0
            ? null
            : new WeakLabelComparison(
                method,
                first,
                differences.Average(),
                SampleMean.Of(differences).StandardError,
                differences.Length,
                differences.Count(value => value > 0),
                WilcoxonSignedRank.Of(differences).PValue);
    }

    private static IEnumerable<double[]> ByDataset(
        IReadOnlyList<WeakLabelRow> rows, string first, string method, Func<WeakLabelRow, double> measure) =>
        from row in rows
        where row.Method == first
        join other in rows.Where(row => row.Method == method)
            on row.Cell with { Method = string.Empty } equals other.Cell with { Method = string.Empty }
        group measure(row) - measure(other) by row.Dataset into set
        select set.ToArray();
}
