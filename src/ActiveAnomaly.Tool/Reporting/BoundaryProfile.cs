using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>
/// The fraction of normal rows among the rows closest to a boundary that moves through the quantiles of the scores, at one stage of one
/// configuration: the mean over seeds.
/// </summary>
internal sealed record BoundaryProfile(
    string Dataset, string Loss, string Query, int Stage, int SeedCount, IReadOnlyList<double> NormalFractions)
{
    /// <summary>
    /// Gives the profiles of the strategies of which they show something: those with a boundary that moves, and for a loss without any its
    /// last strategy.
    /// </summary>
    public static List<BoundaryProfile> Of(BenchmarkGrid grid)
    {
        List<BenchmarkRow> rows = [.. grid.Rows.Where(row => row.NearBoundary is not null)];
        HashSet<(string Loss, string Strategy)> shown =
        [
            .. rows.GroupBy(row => row.Loss, StringComparer.Ordinal).SelectMany(loss =>
                loss.Where(row => row.Q is not null).DefaultIfEmpty(loss.Last()).Select(row => (loss.Key, grid.StrategyOf(row)))),
        ];
        return
        [
            .. rows.GroupBy(row => (row.Dataset, row.Loss, Strategy: grid.StrategyOf(row), row.Stage))
                .Where(group => shown.Contains((group.Key.Loss, group.Key.Strategy)))
                .Select(group => new BoundaryProfile(
                    group.Key.Dataset, group.Key.Loss, group.Key.Strategy, group.Key.Stage, group.Count(), Mean([.. group]))),
        ];
    }

    private static double[] Mean(List<BenchmarkRow> rows)
    {
        List<IReadOnlyList<double>> shares = rows.ConvertAll(row => row.NearBoundary!.NormalShares);
        return [.. Enumerable.Range(0, NearBoundary.Quantiles.Count).Select(index => shares.Average(one => one[index]))];
    }
}
