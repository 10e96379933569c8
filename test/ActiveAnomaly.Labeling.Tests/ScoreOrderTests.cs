namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class ScoreOrderTests
{
    [TestMethod]
    public void Of_ScoresOfBothSigns_GivesTheHighestFirst() => Assert.AreSequenceEqual(
        [4, 1, 5, 0, 3, 6, 2], ScoreOrder.Of([0f, 2f, float.MinValue, -float.Epsilon, float.MaxValue, float.Epsilon, -2f]));

    [TestMethod]
    public void Of_EqualScores_GoesByPoolOrderAndTakesMinusZeroForZero() =>
        Assert.AreSequenceEqual([2, 0, 1, 3, 4], ScoreOrder.Of([0f, -0f, 1f, 0f, -0f]));

    [TestMethod]
    public void Of_NoScores_IsEmpty() => Assert.IsEmpty(ScoreOrder.Of([]));

    [TestMethod]
    [DataRow(3)]
    [DataRow(100_000)]
    public void Of_ManyScores_IsTheOrderOfComparisons(int different)
    {
        // Bits at random are scores of every size; few different ones are ties.
        var random = new Random(different);
        float[] some = [.. Enumerable.Range(0, different).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)))
            .Select(score => float.IsFinite(score) ? score : 0)];
        float[] scores = [.. Enumerable.Range(0, 5000).Select(_ => some[random.Next(different)])];
        int[] expected = [.. Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).ThenBy(row => row)];
        Assert.AreSequenceEqual(expected, ScoreOrder.Of(scores));
    }
}
