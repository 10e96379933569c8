using System.Globalization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// Marks means over fewer data sets than a table has: of runs that are not finished, or that ended early, for their pool was used up.
/// </summary>
internal static class FewerSets
{
    /// <summary>What the mark means.</summary>
    public const string Note = "k/n: a mean over k of the n data sets alone, which is not to be compared with means over others.";

    /// <summary>Gives the mark after a mean; empty where it is over all data sets, or over none.</summary>
    /// <param name="count">The number of data sets that the mean is over.</param>
    /// <param name="all">The number of data sets of the table.</param>
    public static string Share(int count, int all) =>
        count == 0 || count == all ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" {count}/{all}");
}
