using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The figures of rows near a boundary and of pseudo-abnormal rows, from rows of results, by hand arithmetic.</summary>
[TestClass]
public sealed class BoundarySectionTests
{
    private const double Tolerance = 1e-12;

    /// <summary>Two seeds of shares 1 and 0.5 everywhere have the mean 0.75.</summary>
    [TestMethod]
    public void ChartOf_TwoSeeds_ShowsTheirMeanOverTheQuantiles()
    {
        var profiles = Profiles([Row(1, 4), Row(2, 2), Row(1, 0) with { Stage = 1 }]);
        var chart = BoundarySection.ChartOf("nce with abs", profiles);

        CollectionAssert.AreEqual((string[])["stage 0", "stage 1"], chart.Series.Select(series => series.Name).ToArray());
        Assert.AreEqual(2, profiles[0].SeedCount);
        Assert.HasCount(41, chart.Series[0].Points);
        Assert.AreEqual(0.025, chart.Series[0].Points[1].X, Tolerance);
        Assert.AreEqual(0.75, chart.Series[0].Points[1].Y, Tolerance);
        Assert.AreEqual(0, chart.Series[1].Points[40].Y, Tolerance);
        Assert.AreEqual(0.5, chart.ReferenceY);
    }

    /// <summary>Strategies with a boundary are shown; of a loss without any the last.</summary>
    [TestMethod]
    public void Of_SeveralStrategies_TakesThoseWithABoundary() => CollectionAssert.AreEquivalent(
        (string[])["nce abs", "gp mlp"],
        Profiles(
            [
                Row(1, 1) with { Query = "random" }, Row(1, 1) with { Stage = 1, Q = 0.8 },
                Row(1, 1) with { Loss = "gp", Query = "random" }, Row(1, 1) with { Loss = "gp", Query = "mlp" },
            ])
            .Select(profile => $"{profile.Loss} {profile.Query}").Distinct().ToArray());

    /// <summary>
    /// Seed 1 gains 0.1 and 0.3 at its two stages, in the mean 0.2, and seed 2 0.4: over both 0.3 with the standard error 0.1. Stage 0 and
    /// the seed that was run one way only do not count.
    /// </summary>
    [TestMethod]
    public void Difference_WithAndWithoutPseudoAbnormalRows_IsPairedByRun()
    {
        var section = new PseudoAbnormalSection(new BenchmarkGrid(
        [
            Auc(1, 0, 0.1, true), Auc(1, 0, 0.9, false), Auc(1, 1, 0.6, true), Auc(1, 1, 0.5, false),
            Auc(1, 2, 0.8, true), Auc(1, 2, 0.5, false), Auc(2, 1, 0.9, true), Auc(2, 1, 0.5, false), Auc(3, 1, 0.9, true),
        ]));
        var difference = section.Difference("nce", "abs", "glass");

        Assert.IsFalse(section.IsEmpty);
        Assert.AreEqual(0.3, difference.Mean, Tolerance);
        Assert.AreEqual(0.1, difference.StandardError!.Value, Tolerance);
        Assert.IsTrue(new PseudoAbnormalSection(new BenchmarkGrid([Auc(1, 1, 0.6, true)])).IsEmpty);
    }

    private static List<BoundaryProfile> Profiles(BenchmarkRow[] rows) => BoundaryProfile.Of(new BenchmarkGrid(rows));

    private static BenchmarkRow Auc(int seed, int stage, double auc, bool pseudo) =>
        Row(seed, 1) with { Stage = stage, Auc = auc, PseudoAbnormal = pseudo };

    /// <summary>A row with so many normal rows of four at every quantile.</summary>
    private static BenchmarkRow Row(int seed, int normalCount) => new()
    {
        Dataset = "glass",
        Loss = "nce",
        Query = "abs",
        PseudoAbnormal = false,
        Seed = seed,
        Stage = 0,
        Auc = 0.5,
        AucUnasked = 0.5,
        AveragePrecision = 0.5,
        LabelledNormal = 1,
        LabelledAbnormal = 1,
        PseudoCount = 0,
        NearBoundary = NearBoundary.Parse("4 " + string.Join(' ', Enumerable.Repeat(normalCount, 41))),
        Seconds = 1,
    };
}
