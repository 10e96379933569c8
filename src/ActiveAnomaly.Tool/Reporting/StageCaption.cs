namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The sentences that say what a chart of stage metrics averages over what.</summary>
internal static class StageCaption
{
    /// <summary>Describes a chart over all data sets.</summary>
    public static string OfAll(BenchmarkGrid grid, string subject, bool hasHollow)
    {
        var seeds = grid.SeedText(dataset: null);
        if (grid.Datasets.Count == 1)
            return $"{subject}: {Mean(seeds)} on the data set {grid.Datasets[0]}{Band(grid, seeds)}{HollowOfEach(hasHollow)}.";
        var hollow = hasHollow ? "; a hollow marker rests on fewer data sets or runs than the rest of its line" : "";
        var datasets = NumberText.Count(grid.Datasets.Count);
        return $"{subject}: mean over {datasets} data sets of the {Mean(seeds)} on each{Band(grid, seeds)}{hollow}.";
    }

    /// <summary>Describes charts of one data set each.</summary>
    public static string OfEach(BenchmarkGrid grid, string subject, bool hasHollow)
    {
        var seeds = grid.SeedText(dataset: null);
        return $"{subject}, one data set a chart: {Mean(seeds)}{Band(grid, seeds)}{HollowOfEach(hasHollow)}.";
    }

    private static string HollowOfEach(bool hasHollow) =>
        hasHollow ? "; a hollow marker rests on fewer runs than the rest of its line" : "";

    private static string Mean(string seeds) => seeds == "1 seed" ? "value of the single seed" : $"mean over {seeds}";

    private static string Band(BenchmarkGrid grid, string seeds)
    {
        if (seeds == "1 seed")
            return ", so there are no error bars";
        var held = grid.Datasets.Count == 1 ? "" : ", data sets held fixed";
        return $", with error bars of one standard error either side (spread over seeds{held})";
    }
}
