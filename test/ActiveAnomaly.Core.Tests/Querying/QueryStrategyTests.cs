using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class RandomStrategyTests : QueryStrategyContract
{
    protected override QueryStrategy CreateStrategy() => new RandomStrategy();

    [TestMethod]
    public void Select_OtherSeed_GivesOtherRows() => Assert.AreNotSequenceEqual(
        new RandomStrategy().Select(QueryContexts.Of(new float[100], seed: 1), 10),
        new RandomStrategy().Select(QueryContexts.Of(new float[100], seed: 2), 10));

    [TestMethod]
    public void Select_AnyScores_PaysThemNoHeed() => Assert.AreSequenceEqual(
        new RandomStrategy().Select(QueryContexts.Of(new float[4]), 2), new RandomStrategy().Select(QueryContexts.Of([4, 3, 2, 1]), 2));

    [TestMethod]
    public void Select_ManySeeds_GivesEveryRowEquallyOften()
    {
        // Chi-square with 4 degrees of freedom exceeds 18.5 with probability 0.001; the seeds are fixed.
        const double bound = 18.5;
        var counts = new int[5];
        for (var seed = 0; seed < 1000; seed++)
        {
            counts[new RandomStrategy().Select(QueryContexts.Of(new float[5], seed: seed), 1)[0]]++;
        }

        Assert.IsLessThan(bound, counts.Sum(count => Math.Pow(count - 200, 2) / 200));
    }

    [TestMethod]
    public void Select_RowsThatStandForTwins_AreAsLikelyAsOneOfThem()
    {
        // Six rows: 0, 2 and 5 are equal, and so are 1 and 3. As one of six drawn rows: 3/6, 2/6, 1/6. Chi-square with 2 degrees of freedom
        // exceeds 13.8 with probability 0.001; the seeds are fixed.
        var pool = FeatureMatrix.Copy([1, 2, 1, 2, 3, 1], 1);
        var counts = new int[6];
        for (var seed = 0; seed < 1200; seed++)
        {
            counts[new RandomStrategy().Select(Distinct(pool, seed), 1)[0]]++;
        }

        Assert.AreEqual(1200, counts[0] + counts[1] + counts[4]);
        Assert.IsLessThan(
            13.8, (Math.Pow(counts[0] - 600, 2) / 600) + (Math.Pow(counts[1] - 400, 2) / 400) + (Math.Pow(counts[4] - 200, 2) / 200));
    }

    [TestMethod]
    public void Select_AllThatStandForTwins_GivesEachOnce() => Assert.AreSequenceEqual(
        [0, 1, 4],
        new RandomStrategy().Select(Distinct(FeatureMatrix.Copy([1, 2, 1, 2, 3, 1], 1), seed: 1), 3).Order());

    [TestMethod]
    public void Select_PoolWithoutTwins_GivesTheRowsOfOneThatIsNotKnown() => Assert.AreSequenceEqual(
        new RandomStrategy().Select(QueryContexts.Of(new float[50], seed: 4), 9),
        new RandomStrategy().Select(
            Distinct(FeatureMatrix.Copy([.. Enumerable.Range(0, 50).Select(row => (float)row)], 1), seed: 4), 9));

    [TestMethod]
    public void UsesPseudoAbnormalRows_Random_IsFalse() => Assert.IsFalse(new RandomStrategy().UsesPseudoAbnormalRows);

    private static QueryContext Distinct(FeatureMatrix pool, long seed) =>
        new QueryContext(new float[pool.RowCount], PoolLabels.None(pool.RowCount))
        {
            Pool = pool,
            Random = new SeededRandom(seed),
        }.Distinct();
}

[TestClass]
public sealed class HighConfidenceStrategyTests : QueryStrategyContract
{
    protected override QueryStrategy CreateStrategy() => new HighConfidenceStrategy();

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(20)]
    [DataRow(125)]
    [DataRow(126)]
    [DataRow(1000)]
    public void Select_ManyScoresWithTies_ChoosesTheHighestInPoolOrder(int count)
    {
        var random = new Random(1);
        float[] scores = [.. Enumerable.Range(0, 1000).Select(_ => (float)random.Next(50))];
        int[] expected = [.. Enumerable.Range(0, 1000).OrderByDescending(row => scores[row]).ThenBy(row => row).Take(count)];
        Assert.AreSequenceEqual(expected, new HighConfidenceStrategy().Select(QueryContexts.Of(scores), count));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(40)]
    public void Select_ManyScoresCloseTogether_ChoosesTheHighest(int count)
    {
        var random = new Random(2);
        float[] scores = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle() - 0.5f)];
        int[] expected = [.. Enumerable.Range(0, 1000).OrderByDescending(row => scores[row]).Take(count)];
        Assert.AreSequenceEqual(expected, new HighConfidenceStrategy().Select(QueryContexts.Of(scores), count));
    }

    [TestMethod]
    public void Select_Scores_GivesTheHighestFirst() =>
        Assert.AreSequenceEqual([1, 3, 0], new HighConfidenceStrategy().Select(QueryContexts.Of([3, 9, 1, 5]), 3));

    [TestMethod]
    public void Select_Ties_GoByPoolOrder() =>
        Assert.AreSequenceEqual([1, 2, 4, 0], new HighConfidenceStrategy().Select(QueryContexts.Of([1, 2, 2, 1, 2]), 4));

    [TestMethod]
    public void Select_LabeledAndSkippedRows_PassesThemOver() => Assert.AreSequenceEqual(
        [0], new HighConfidenceStrategy().Select(QueryContexts.Of([3, 9, 1, 5], normal: [1], skipped: [3]), 1));

    [TestMethod]
    public void UsesPseudoAbnormalRows_HighConfidence_IsFalse() => Assert.IsFalse(new HighConfidenceStrategy().UsesPseudoAbnormalRows);
}

[TestClass]
public sealed class NoQueryStrategyTests : QueryStrategyContract
{
    protected override bool AsksNothing => true;

    protected override QueryStrategy CreateStrategy() => new NoQueryStrategy();
}

[TestClass]
public sealed class DecisionBoundaryStrategyTests : QueryStrategyContract
{
    protected override QueryStrategy CreateStrategy() => new DecisionBoundaryStrategy();

    /// <summary>Distances 1, 2, 3, 4, 5 from the radius 3.</summary>
    [TestMethod]
    public void Select_Distance_GivesTheRowsWhoseRootIsClosestToTheRadius() =>
        Assert.AreSequenceEqual([2, 1, 3], new DecisionBoundaryStrategy().Select(QueryContexts.Of([1, 4, 9, 16, 25], radius: 3f), 3));

    /// <summary>|s - 3| is 2, 1, 6, 13, 22.</summary>
    [TestMethod]
    public void Select_Score_GivesTheRowsWhoseScoreIsClosestToTheRadius() =>
        Assert.AreSequenceEqual(
            [1, 0, 2],
            new DecisionBoundaryStrategy(BoundaryDistance.Score).Select(QueryContexts.Of([1, 4, 9, 16, 25], radius: 3f), 3));

    [TestMethod]
    public void Select_NoRadius_ThrowsSayingWhatToDo() => Assert.Contains(
        "soft boundary",
        Assert.ThrowsExactly<InvalidOperationException>(() => new DecisionBoundaryStrategy().Select(QueryContexts.Of([1, 2]), 1)).Message);

    [TestMethod]
    public void UsesPseudoAbnormalRows_DecisionBoundary_IsTrue() => Assert.IsTrue(new DecisionBoundaryStrategy().UsesPseudoAbnormalRows);
}
