using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

/// <summary>Distances by hand: the mean over features of squared differences in spans, plus that of the scores' ranks.</summary>
[TestClass]
public sealed class FarthestFirstTests
{
    [TestMethod]
    public void Choose_ManyFeaturesAndKnownRows_MatchesThePlainDefinition()
    {
        const int rowCount = 700;
        const int featureCount = 21;
        var random = new Random(1);
        var values = Enumerable.Range(0, rowCount * featureCount).Select(_ => random.NextSingle()).ToArray();
        float[] scores = [.. Enumerable.Range(0, rowCount).Select(_ => random.NextSingle())];
        int[] known = [.. Enumerable.Range(0, 40).Select(i => 17 * i)];
        int[] candidates = [.. Enumerable.Range(0, rowCount).Except(known)];
        var context = new QueryContext(
            scores, PoolLabels.None(rowCount).With(known.Select(row => KeyValuePair.Create(row, RowLabel.Normal))))
        {
            Pool = FeatureMatrix.Copy(values, featureCount),
        };

        double[] spans = [.. Enumerable.Range(0, featureCount).Select(k => Span(
            [.. Enumerable.Range(0, rowCount).Select(row => (double)values[(row * featureCount) + k])]))];
        double[] ranks = [.. scores.Select(score => scores.Count(other => other < score) / (rowCount - 1.0))];
        var (met, expected) = (new List<int>(known), new List<int>());
        while (expected.Count < 50)
        {
            var farthest = candidates.Except(expected).MaxBy(candidate => met.Min(row => Distance(candidate, row)));
            expected.Add(farthest);
            met.Add(farthest);
        }

        Assert.AreSequenceEqual(expected, FarthestFirst.Choose(context, [], candidates, 50));

        double Distance(int x, int y)
        {
            var sum = 0.0;
            for (var k = 0; k < featureCount; k++)
            {
                var difference = ((double)values[(x * featureCount) + k] - values[(y * featureCount) + k]) / spans[k];
                sum += difference * difference;
            }

            return (sum / featureCount) + ((ranks[x] - ranks[y]) * (ranks[x] - ranks[y]));
        }

        static double Span(double[] column) => column.Max() - column.Min();
    }

    [TestMethod]
    public void Choose_Line_HalvesTheLargestGap()
    {
        // 0 ... 8 with 0 known: 8, then the middle, then 2 and 6 are both 2 away: the first of the candidates.
        int[] candidates = [.. Enumerable.Range(1, 8)];
        Assert.AreSequenceEqual([8, 4, 2, 6], FarthestFirst.Choose(Line(9, normal: [0]), [], candidates, 4));
        Assert.AreSequenceEqual([8, 4, 6, 2], FarthestFirst.Choose(Line(9, normal: [0]), [], [.. candidates.Reverse()], 4));
    }

    [TestMethod]
    public void Choose_NothingKnown_BeginsWithTheFirstCandidate() =>
        Assert.AreSequenceEqual([4, 10, 0], FarthestFirst.Choose(Line(11), [], [4, 0, 10, 7], 3));

    [TestMethod]
    public void Choose_RowsChosenBefore_AreKnown() =>
        Assert.AreSequenceEqual([5], FarthestFirst.Choose(Line(11), [0, 10], [1, 5, 8], 1));

    [TestMethod]
    public void Choose_LabeledRowsOfBothKinds_AreKnown() =>
        Assert.AreSequenceEqual([5], FarthestFirst.Choose(Line(11, normal: [0], abnormal: [10]), [], [1, 5, 8], 1));

    [TestMethod]
    public void Choose_AllCandidates_GivesEachOnceThoughSomeAreEqual()
    {
        // Rows of one feature, all the same, with equal scores: every distance is 0.
        var pool = FeatureMatrix.Copy([3, 3, 3, 3], 1);
        var context = new QueryContext(new float[4], QueryContexts.Labels(4, normal: [0])) { Pool = pool };
        Assert.AreSequenceEqual([1, 2, 3], FarthestFirst.Choose(context, [], [1, 2, 3], 3));
    }

    [TestMethod]
    public void Choose_NoPool_GoesByRanksAndNotByScores() =>
        // The scores 0, 1, 2, 3 and 1000 have the ranks 0, 1/4 ... 1: from 0 and 1000 the middle is 2.
        Assert.AreSequenceEqual(
            [2],
            FarthestFirst.Choose(new QueryContext(new float[] { 0, 1, 2, 3, 1000 }, PoolLabels.None(5)), [0, 4], [1, 2, 3], 1));

    [TestMethod]
    public void Choose_EqualScores_ShareTheMeanOfTheirRanks()
    {
        // Ranks of 0 1 1 1 9: 0, 1/2 (thrice), 1. From row 0 the ones are 1/4 away, row 4 is 1; then all ones are 1/4 from either.
        var context = new QueryContext(new float[] { 0, 1, 1, 1, 9 }, PoolLabels.None(5));
        Assert.AreSequenceEqual([4, 3, 1], FarthestFirst.Choose(context, [0], [3, 1, 4], 3));
    }

    [TestMethod]
    public void Choose_EqualScoresBetweenTheEnds_AreInTheMiddleOfTheirRanks()
    {
        // The ones have the ranks 1 ... 4 of 7, 2.5 in the mean, which is farther from 0 and 7 than 5 is.
        var context = new QueryContext(new float[] { 0, 1, 1, 1, 1, 2, 3, 9 }, PoolLabels.None(8));
        Assert.AreSequenceEqual([1], FarthestFirst.Choose(context, [0, 7], [5, 1], 1));
    }

    [TestMethod]
    public void Choose_Features_CountBySpansAndInTheMean()
    {
        // Equal scores. Spans 100 and 1, and a column that does not vary. Squared distances from row 0, over 3 features: row 1 0.81 / 3,
        // row 2 1 / 3, row 3 (0.25 + 0.49) / 3 = 0.74 / 3.
        var pool = FeatureMatrix.FromRows([[0, 0, 7], [90, 0, 7], [0, 1, 7], [50, 0.7f, 7], [100, 1, 7]]);
        var context = new QueryContext(new float[5], PoolLabels.None(5)) { Pool = pool };
        Assert.AreSequenceEqual([2, 1, 3], FarthestFirst.Choose(context, [0], [1, 2, 3], 3));
    }

    [TestMethod]
    public void Choose_FeaturesAndRanks_WeighAlike()
    {
        // From row 0 with the features 0 and the rank 0: row 1 has 0.8 of the spans and the rank 1/4: 0.64 + 0.0625 = 0.7025; row 2 has
        // 0.3 and 3/4: 0.09 + 0.5625 = 0.6525.
        var pool = FeatureMatrix.FromRows([[0, 0], [0.8f, 0.8f], [0.3f, 0.3f], [0, 0], [1, 1]]);
        var context = new QueryContext(new float[] { 0, 1, 3, 2, 4 }, PoolLabels.None(5)) { Pool = pool };
        Assert.AreSequenceEqual([1], FarthestFirst.Choose(context, [0], [3, 2, 1], 1));

        // With features 0.7 apart, 0.49 + 0.0625 is less; summed up instead of averaged it would be more.
        var nearer = FeatureMatrix.FromRows([[0, 0], [0.7f, 0.7f], [0.3f, 0.3f], [0, 0], [1, 1]]);
        var other = new QueryContext(new float[] { 0, 1, 3, 2, 4 }, PoolLabels.None(5)) { Pool = nearer };
        Assert.AreSequenceEqual([2], FarthestFirst.Choose(other, [0], [3, 2, 1], 1));
    }

    private static QueryContext Line(int count, int[]? normal = null, int[]? abnormal = null)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(value => (float)value)];
        return new QueryContext(values, QueryContexts.Labels(count, normal, abnormal)) { Pool = FeatureMatrix.Copy(values, 1) };
    }
}
