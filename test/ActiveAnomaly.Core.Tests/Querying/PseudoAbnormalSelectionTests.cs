using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class PseudoAbnormalSelectionTests
{
    [TestMethod]
    public void Select_NoLabels_GivesNone() => Assert.IsEmpty(Select(new(), [1, 2, 3, 4]));

    /// <summary>The abnormal rows 0, 1, 2 score 5, 3, 9, the median is 5; of the others 5 and 6 score at least that.</summary>
    [TestMethod]
    public void Select_AtLeastMedian_GivesUnlabeledRowsOfThatScoreOrMore() =>
        Assert.AreSequenceEqual([4, 6], Select(new(), [5, 3, 9, 4, 5, 1, 6, 2], abnormal: [0, 1, 2]));

    [TestMethod]
    public void Select_AboveMedian_LeavesOutRowsAtTheMedian() =>
        Assert.AreSequenceEqual([6], Select(new(PseudoAbnormalBound.AboveMedian), [5, 3, 9, 4, 5, 1, 6, 2], abnormal: [0, 1, 2]));

    [TestMethod]
    public void Select_TwoAbnormalRows_TakesTheMeanOfBothAsMedian() =>
        // The median of 4 and 6 is 5.
        Assert.AreSequenceEqual([2], Select(new(), [4, 6, 5, 4.9f, 0], abnormal: [0, 1]));

    [TestMethod]
    public void Select_NormalRowsAbove_LeavesThemOut() =>
        Assert.AreSequenceEqual([3], Select(new(), [5, 9, 1, 6, 2], normal: [1], abnormal: [0]));

    [TestMethod]
    public void Select_MoreThanHalfQualify_GivesHalfOfTheUnlabeledRows() =>
        // Seven unlabelled rows, all qualify: three are kept.
        Assert.HasCount(3, Select(new(), [0, 1, 2, 3, 4, 5, 6, 7], abnormal: [0]));

    [TestMethod]
    public void Select_MoreThanHalfQualify_GivesThemAscendingAndDifferent()
    {
        var rows = Select(new(), [.. Enumerable.Range(0, 101).Select(row => (float)row)], abnormal: [0]);
        Assert.AreSequenceEqual(rows.Distinct().Order(), rows);
    }

    [TestMethod]
    public void Select_MoreThanHalfQualify_DrawsByTheSeed()
    {
        float[] scores = [.. Enumerable.Range(0, 101).Select(row => (float)row)];
        Assert.AreNotSequenceEqual(Select(new(), scores, abnormal: [0], seed: 1), Select(new(), scores, abnormal: [0], seed: 2));
    }

    [TestMethod]
    public void Select_MoreThanHalfQualify_DrawsTheSameBySeed()
    {
        float[] scores = [.. Enumerable.Range(0, 101).Select(row => (float)row)];
        Assert.AreSequenceEqual(Select(new(), scores, abnormal: [0]), Select(new(), scores, abnormal: [0]));
    }

    [TestMethod]
    public void Select_DrawingWithReplacement_GivesFewerDifferentRows() =>
        // 50 draws among 100 rows miss a repetition with probability below 1e-5; the seed is fixed.
        Assert.IsLessThan(
            50,
            Select(new(drawsWithReplacement: true), [.. Enumerable.Range(0, 101).Select(row => (float)row)], abnormal: [0]).Length);

    [TestMethod]
    public void Select_DrawingWithReplacement_GivesThemAscendingAndDifferent()
    {
        var rows = Select(new(drawsWithReplacement: true), [.. Enumerable.Range(0, 101).Select(row => (float)row)], abnormal: [0]);
        Assert.AreSequenceEqual(rows.Distinct().Order(), rows);
    }

    [TestMethod]
    public void Select_ExactlyHalfQualify_KeepsThemAll() =>
        // Four unlabelled rows, two qualify.
        Assert.AreSequenceEqual([1, 2], Select(new(), [5, 6, 7, 1, 2], abnormal: [0]));

    [TestMethod]
    public void Select_NormalLabelsOnly_GivesTheHighestAboveTheHighestLabeledRow() =>
        // Labelled rows score 1 and 4; rows 2, 3, 5 score at least 4, and the budget is two.
        Assert.AreSequenceEqual([2, 5], Select(new(), [1, 4, 9, 4, 0, 6], normal: [0, 1], budget: 2));

    [TestMethod]
    public void Select_NormalLabelsOnly_CountsRowsAtTheHighestLabeledScore() =>
        Assert.AreSequenceEqual([2, 3, 5], Select(new(), [1, 4, 9, 4, 0, 6], normal: [0, 1], budget: 9));

    [TestMethod]
    public void Select_NormalLabelsOnlyWithTies_TakesThemByPoolOrder() =>
        Assert.AreSequenceEqual([1, 2], Select(new(), [1, 5, 5, 5], normal: [0], budget: 2));

    [TestMethod]
    public void Select_NormalLabelsOnTop_GivesNone() => Assert.IsEmpty(Select(new(), [9, 4, 3], normal: [0], budget: 2));

    [TestMethod]
    public void Select_EverythingLabeled_GivesNone() => Assert.IsEmpty(Select(new(), [9, 4], normal: [0], abnormal: [1]));

    private static int[] Select(
        PseudoAbnormalSelection selection, float[] scores, int[]? normal = null, int[]? abnormal = null, int budget = 6, long seed = 1) =>
        selection.Select(scores, QueryContexts.Labels(scores.Length, normal, abnormal), budget, new SeededRandom(seed));
}
