using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class MixedStrategyTests : QueryStrategyContract
{
    protected override QueryStrategy CreateStrategy() => new MixedStrategy(new HighConfidenceStrategy(), new RandomStrategy(), 0.5);

    [TestMethod]
    public void Select_TwoStrategies_GivesTheFirstOnesShareThenTheOthersOfWhatIsLeft() =>
        // Highest: 4, 3; then |s - 8| smallest among 0, 1, 2: 2, 1.
        Assert.AreSequenceEqual(
            [4, 3, 2, 1],
            new MixedStrategy(new HighConfidenceStrategy(), new AdaptiveBoundaryStrategy(), 0.5)
                .Select(QueryContexts.Of([0, 2, 4, 8, 10]), 4));

    [TestMethod]
    [DataRow(3, 0.5, 2)]
    [DataRow(4, 0.25, 1)]
    [DataRow(3, 0.0, 0)]
    [DataRow(3, 1.0, 3)]
    public void Select_AnyShare_RoundsHalvesUp(int count, double share, int expectedHighest)
    {
        // The first strategy takes from the top, the second one from the bottom.
        var rows = new MixedStrategy(new HighConfidenceStrategy(), new DecisionBoundaryStrategy(), share).Select(
            QueryContexts.Of([.. Enumerable.Range(0, 20).Select(row => (float)row)], radius: 0f), count);
        Assert.AreEqual(expectedHighest, rows.Count(row => row >= 10));
    }

    [TestMethod]
    public void Select_RandomTwice_DoesNotChooseTheSameRowTwice()
    {
        var rows = new MixedStrategy(new RandomStrategy(), new RandomStrategy(), 0.5).Select(QueryContexts.Of(new float[20]), 20);
        Assert.AreSequenceEqual(Enumerable.Range(0, 20), rows.Order());
    }

    [TestMethod]
    public void BoundaryQuantile_OneHasNone_IsTheOthers() =>
        Assert.AreEqual(0.8, new MixedStrategy(new RandomStrategy(), new AdaptiveBoundaryStrategy(), 0.5).BoundaryQuantile([]));

    [TestMethod]
    public void BoundaryQuantile_BothHaveOne_IsTheFirsts() => Assert.AreEqual(
        0.7,
        new MixedStrategy(new AdaptiveBoundaryStrategy(0.7), new AdaptiveBoundaryStrategy(0.9), 0.5).BoundaryQuantile([])!.Value,
        1e-12);

    [TestMethod]
    [DataRow(RowLabel.Normal)]
    [DataRow(RowLabel.Abnormal)]
    public void BoundaryQuantile_AfterAQuery_GoesByTheRowsOfItsStrategyAlone(RowLabel others)
    {
        // Three of the four rows are the first one's: a third of them is abnormal, q = 0.8 - 2 * 0.2 * (1/3 - 1/2).
        var history = QueryOutcome.Of(RowLabel.Normal, RowLabel.Abnormal, RowLabel.Normal, others);
        Assert.AreEqual(
            0.8 + (0.4 / 6),
            new MixedStrategy(new AdaptiveBoundaryStrategy(), new RandomStrategy(), 0.75).BoundaryQuantile([history])!.Value,
            1e-12);

        // The last row is the second one's: none or all abnormal.
        Assert.AreEqual(
            others == RowLabel.Normal ? 1 : 0.6,
            new MixedStrategy(new RandomStrategy(), new AdaptiveBoundaryStrategy(), 0.75).BoundaryQuantile([history])!.Value,
            1e-12);
    }

    [TestMethod]
    public void BoundaryQuantile_CountsAlone_AreBothStrategies() => Assert.AreEqual(
        0.6,
        new MixedStrategy(new AdaptiveBoundaryStrategy(), new RandomStrategy(), 0.5).BoundaryQuantile([new QueryOutcome(0, 2, 0)])!.Value,
        1e-12);

    [TestMethod]
    public void BoundaryQuantile_OneNeverAsks_GoesByAllRows()
    {
        var history = QueryOutcome.Of(RowLabel.Normal, RowLabel.Normal, RowLabel.Abnormal, RowLabel.Abnormal);
        var adaptive = new AdaptiveBoundaryStrategy();
        Assert.AreEqual(0.8, new MixedStrategy(adaptive, new NoQueryStrategy(), 0.5).BoundaryQuantile([history])!.Value, 1e-12);
        Assert.AreEqual(
            0.8, new MixedStrategy(new NoQueryStrategy(), adaptive, 0.5).FormerBoundaryQuantile([history])!.Value, 1e-12);
        var recording = new RecordingStrategy();
        _ = new MixedStrategy(new NoQueryStrategy(), recording, 0.5).Select(QueryContexts.Of(new float[20], history: [history]), 4);
        Assert.AreSequenceEqual([history], recording.History!);
    }

    [TestMethod]
    public void Select_AfterQueries_EachIsToldOfItsOwnRows()
    {
        var (first, second) = (new RecordingStrategy(), new RecordingStrategy());
        QueryOutcome[] history =
        [
            QueryOutcome.Of(RowLabel.Abnormal, RowLabel.Normal, RowLabel.Unlabeled, RowLabel.Abnormal),
            QueryOutcome.Of(RowLabel.Normal),
        ];
        _ = new MixedStrategy(first, second, 0.5).Select(QueryContexts.Of(new float[20], history: history), 4);

        // Of one row half a row is a whole one, and the first's.
        Assert.AreSequenceEqual(
            [QueryOutcome.Of(RowLabel.Abnormal, RowLabel.Normal), QueryOutcome.Of(RowLabel.Normal)], first.History!);
        Assert.AreSequenceEqual([QueryOutcome.Of(RowLabel.Unlabeled, RowLabel.Abnormal)], second.History!);
    }

    /// <summary>Thirds, asked about two rows at a time, go on where they stopped: top and boundary, diverse and top, ...</summary>
    [TestMethod]
    public void ReasonOf_ThirdsOfTwoRows_TakesTurns()
    {
        var mixed = new MixedStrategy(new ThirdsStrategy(), new RandomStrategy(), 2 / 3.0);
        var history = QueryOutcome.Of(RowLabel.Normal, RowLabel.Normal, RowLabel.Normal);
        Assert.AreSequenceEqual(["highest score", "boundary"], new[] { mixed.ReasonOf([], 3, 0), mixed.ReasonOf([], 3, 1) });
        Assert.AreSequenceEqual(
            ["highest score", "least known"], new[] { mixed.ReasonOf([history], 3, 0), mixed.ReasonOf([history], 3, 1) });
    }

    [TestMethod]
    public void Asks_OneOfTwoDoes_IsTrue() => Assert.AreEqual(
        (true, true, false),
        (
            new MixedStrategy(new NoQueryStrategy(), new RandomStrategy(), 0.5).Asks,
            new MixedStrategy(new RandomStrategy(), new NoQueryStrategy(), 0.5).Asks,
            new MixedStrategy(new NoQueryStrategy(), new NoQueryStrategy(), 0.5).Asks));

    [TestMethod]
    public void UsesPseudoAbnormalRows_EitherDoes_IsTrue() =>
        Assert.IsTrue(new MixedStrategy(new RandomStrategy(), new AdaptiveBoundaryStrategy(), 0.5).UsesPseudoAbnormalRows);

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(1.1)]
    [DataRow(double.NaN)]
    public void Constructor_ShareOutOfRange_Throws(double share) => Assert.AreEqual(
        "firstFraction",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new MixedStrategy(new RandomStrategy(), new RandomStrategy(), share)).ParamName);
}

[TestClass]
public sealed class SubsamplingStrategyTests : QueryStrategyContract
{
    protected override QueryStrategy CreateStrategy() => new SubsamplingStrategy(new HighConfidenceStrategy(), 0.5);

    [TestMethod]
    public void Select_WholeFraction_IsTheInnerStrategy() => Assert.AreSequenceEqual(
        [1, 3, 0], new SubsamplingStrategy(new HighConfidenceStrategy(), 1).Select(QueryContexts.Of([3, 9, 1, 5]), 3));

    [TestMethod]
    public void Select_SmallFraction_StillGivesAsManyAsWanted() =>
        Assert.HasCount(3, new SubsamplingStrategy(new HighConfidenceStrategy(), 0.01).Select(QueryContexts.Of([3, 9, 1, 5]), 3));

    [TestMethod]
    public void Select_SmallFraction_MissesTheHighestRowForSomeSeed() => Assert.IsTrue(Enumerable.Range(0, 50).Any(
        seed => new SubsamplingStrategy(new HighConfidenceStrategy(), 0.1)
            .Select(QueryContexts.Of([.. Enumerable.Range(0, 20).Select(row => (float)row)], seed: seed), 1)[0] != 19));

    [TestMethod]
    public void Select_OneOfTwoRowsSeen_GivesTheHigherOfThem() =>
        // Half of four candidates are seen, so the lowest row is never the better of two.
        Assert.IsTrue(Enumerable.Range(0, 50).All(
            seed => new SubsamplingStrategy(new HighConfidenceStrategy(), 0.5)
                .Select(QueryContexts.Of([0, 1, 2, 3], seed: seed), 1)[0] != 0));

    [TestMethod]
    public void Settings_OfStrategies_TellAllThatTheyAreMadeWith()
    {
        QueryStrategy[] strategies =
        [
            new AdaptiveBoundaryStrategy(),
            new AdaptiveBoundaryStrategy(0.7),
            new AdaptiveBoundaryStrategy(limitsQuantile: false),
            new AdaptiveBoundaryStrategy(selection: AdaptiveBoundarySelection.FromRank),
            new DecisionBoundaryStrategy(),
            new DecisionBoundaryStrategy(BoundaryDistance.Score),
            .. from fraction in (double[])[0.25, 0.5]
               from quantile in (double[])[0.7, 0.8]
               from strategy in (QueryStrategy[])
               [
                   new SubsamplingStrategy(new AdaptiveBoundaryStrategy(quantile), fraction),
                   new MixedStrategy(new AdaptiveBoundaryStrategy(quantile), new DecisionBoundaryStrategy(), fraction),
                   new MixedStrategy(new DecisionBoundaryStrategy(), new AdaptiveBoundaryStrategy(quantile), fraction),
               ]
               select strategy,
        ];
        Assert.AreEqual(18, strategies.Select(strategy => strategy.Settings).Distinct().Count());
        Assert.IsNull(new RandomStrategy().Settings);
    }

    [TestMethod]
    public void BoundaryQuantile_Always_IsTheInnerStrategys() =>
        Assert.AreEqual(0.8, new SubsamplingStrategy(new AdaptiveBoundaryStrategy(), 0.5).BoundaryQuantile([]));

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.1)]
    [DataRow(double.NaN)]
    public void Constructor_FractionOutOfRange_Throws(double fraction) => Assert.AreEqual(
        "fraction",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SubsamplingStrategy(new RandomStrategy(), fraction)).ParamName);
}
