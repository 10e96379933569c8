namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class AdaptiveBoundaryStrategyTests : QueryStrategyContract
{
    /// <summary>A few roundings in double precision of numbers below 1.</summary>
    private const double Tolerance = 1e-15;

    private static readonly QueryOutcome Half = new(3, 3, 0);
    private static readonly QueryOutcome AllAbnormal = new(0, 6, 0);
    private static readonly QueryOutcome AllNormal = new(6, 0, 0);
    private static readonly QueryOutcome AllSkipped = new(0, 0, 6);

    protected override QueryStrategy CreateStrategy() => new AdaptiveBoundaryStrategy();

    [TestMethod]
    public void BoundaryQuantile_NoHistory_IsTheInitialOne() => Assert.AreEqual(0.8, Quantile(0.8));

    [TestMethod]
    public void BoundaryQuantile_HalfAbnormal_Stays() => Assert.AreEqual(0.8, Quantile(0.8, Half), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_AllAbnormal_FallsByOneMinusQ() =>
        // 0.8 - 2 * 0.2 * 0.5.
        Assert.AreEqual(0.6, Quantile(0.8, AllAbnormal), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_AllNormal_RisesToOne() =>
        // 0.8 + 2 * 0.2 * 0.5.
        Assert.AreEqual(1.0, Quantile(0.8, AllNormal), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_OneInThreeAbnormal_MatchesHandArithmetic() =>
        // 0.8 - 2 * 0.2 * (1/3 - 0.5).
        Assert.AreEqual(0.8 + (0.4 / 6), Quantile(0.8, new QueryOutcome(4, 2, 0)), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_TwoStages_FoldsThemInOrder() =>
        // 0.6 after the first, then 0.6 - 2 * 0.4 * (0.25 - 0.5).
        Assert.AreEqual(0.8, Quantile(0.8, AllAbnormal, new QueryOutcome(3, 1, 0)), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_BelowZero_IsLimited() =>
        // 0.2 - 2 * 0.8 * 0.5 = -0.6.
        Assert.AreEqual(0.0, Quantile(0.2, AllAbnormal));

    [TestMethod]
    [DataRow(6, 0)]
    [DataRow(3, 3)]
    [DataRow(0, 6)]
    public void BoundaryQuantile_AfterOne_IsTheMeanWithTheQuantileBeforeWhateverTheAnswers(int normalCount, int abnormalCount) =>
        Assert.AreEqual(0.9, Quantile(0.8, AllNormal, new QueryOutcome(normalCount, abnormalCount, 0)), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_AfterTheMean_FoldsOnFromThere() =>
        // 0.8, 1, 0.9, then 0.9 - 2 * 0.1 * 0.5.
        Assert.AreEqual(0.8, Quantile(0.8, AllNormal, Half, AllAbnormal), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_OneForTheSecondTime_TakesTheMeanWithTheOneBeforeThat() =>
        // 0.8, 1, 0.9, 1, then (1 + 0.9) / 2.
        Assert.AreEqual(0.95, Quantile(0.8, AllNormal, Half, AllNormal, Half), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_NothingAnswered_Stays() => Assert.AreEqual(0.6, Quantile(0.8, AllAbnormal, AllSkipped), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_NothingAnsweredAtOne_Stays() => Assert.AreEqual(1.0, Quantile(0.8, AllNormal, AllSkipped), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_NothingAnsweredAtOne_StillTakesTheMeanAfterTheNextAnswer() =>
        Assert.AreEqual(0.9, Quantile(0.8, AllNormal, AllSkipped, Half), Tolerance);

    [TestMethod]
    public void BoundaryQuantile_BelowZeroWithoutLimit_GoesOnFromThere()
    {
        // 0.2 - 2 * 0.8 * 0.5 = -0.6, asked at 0; with a quarter abnormal it is -0.6 + 2 * 1.6 * 0.25 = 0.2 then, and not 0.5.
        var strategy = new AdaptiveBoundaryStrategy(0.2, limitsQuantile: false);
        Assert.AreEqual(0, strategy.BoundaryQuantile([AllAbnormal])!.Value);
        Assert.AreEqual(0.2, strategy.BoundaryQuantile([AllAbnormal, new QueryOutcome(3, 1, 0)])!.Value, Tolerance);
    }

    [TestMethod]
    [DataRow(AdaptiveBoundarySelection.Closest)]
    [DataRow(AdaptiveBoundarySelection.FromRank)]
    public void Select_BelowZeroWithoutLimit_GivesTheLowest(AdaptiveBoundarySelection selection) => Assert.AreSequenceEqual(
        [0, 1],
        new AdaptiveBoundaryStrategy(0.2, selection, limitsQuantile: false)
            .Select(QueryContexts.Of(Ascending(11), history: [AllAbnormal]), 2));

    [TestMethod]
    public void BoundaryQuantile_SomeSkipped_CountsAnswersOnly() =>
        Assert.AreEqual(0.6, Quantile(0.8, new QueryOutcome(0, 2, 4)), Tolerance);

    [TestMethod]
    public void Select_Closest_GivesTheRowsAroundTheQuantile() =>
        // The 0.8 quantile of 0 ... 10 is 8.
        Assert.AreSequenceEqual([8, 7, 9], new AdaptiveBoundaryStrategy().Select(QueryContexts.Of(Ascending(11)), 3));

    [TestMethod]
    public void Select_Closest_TakesTheQuantileOverAllRows() =>
        // Rows 8 and 9 are labelled, yet the boundary stays 8.
        Assert.AreSequenceEqual(
            [7, 6, 10],
            new AdaptiveBoundaryStrategy().Select(QueryContexts.Of(Ascending(11), normal: [8], abnormal: [9]), 3));

    [TestMethod]
    public void Select_ClosestAfterAnswers_MovesTheBoundary() =>
        // q = 0.6: the boundary is 6.
        Assert.AreSequenceEqual([6], new AdaptiveBoundaryStrategy().Select(QueryContexts.Of(Ascending(11), history: [AllAbnormal]), 1));

    [TestMethod]
    public void Select_ClosestAtOne_GivesTheHighest() =>
        Assert.AreSequenceEqual(
            [10, 9, 8],
            new AdaptiveBoundaryStrategy().Select(QueryContexts.Of(Ascending(11), history: [AllNormal]), 3));

    [TestMethod]
    public void Select_FromRank_GivesTheRowsFromTheRankOn() =>
        // Rank int(10 * 0.5) = 5 of ten candidates.
        Assert.AreSequenceEqual(
            [5, 6, 7],
            new AdaptiveBoundaryStrategy(0.5, AdaptiveBoundarySelection.FromRank).Select(QueryContexts.Of(Ascending(10)), 3));

    [TestMethod]
    public void Select_FromRankWithLabels_RanksTheCandidatesButCountsAllRows() =>
        // Candidates 2 ... 9; rank int(10 * 0.5) = 5 is row 7.
        Assert.AreSequenceEqual(
            [7, 8],
            new AdaptiveBoundaryStrategy(0.5, AdaptiveBoundarySelection.FromRank)
                .Select(QueryContexts.Of(Ascending(10), normal: [0], abnormal: [1]), 2));

    [TestMethod]
    public void Select_FromRankPastTheEnd_GivesTheHighest() =>
        Assert.AreSequenceEqual(
            [7, 8, 9],
            new AdaptiveBoundaryStrategy(0.9, AdaptiveBoundarySelection.FromRank).Select(QueryContexts.Of(Ascending(10)), 3));

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.0)]
    [DataRow(-0.1)]
    [DataRow(1.1)]
    [DataRow(double.NaN)]
    public void Constructor_QuantileOutOfRange_Throws(double quantile) => Assert.AreEqual(
        "initialQuantile", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AdaptiveBoundaryStrategy(quantile)).ParamName);

    [TestMethod]
    public void Constructor_UnknownSelection_Throws() => Assert.AreEqual(
        "selection",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new AdaptiveBoundaryStrategy(selection: (AdaptiveBoundarySelection)9)).ParamName);

    [TestMethod]
    public void UsesPseudoAbnormalRows_AdaptiveBoundary_IsTrue() => Assert.IsTrue(new AdaptiveBoundaryStrategy().UsesPseudoAbnormalRows);

    private static double Quantile(double initial, params QueryOutcome[] history) =>
        new AdaptiveBoundaryStrategy(initial).BoundaryQuantile(history)!.Value;

    private static float[] Ascending(int count) => [.. Enumerable.Range(0, count).Select(value => (float)value)];
}
