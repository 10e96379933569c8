namespace ActiveAnomaly.Sessions;

[TestClass]
public sealed class SessionQuestionsTests
{
    [TestMethod]
    public void Ranks_ScoresWithTies_CountTheRowsBefore()
    {
        // Descending, ties by row: 9 (row 1), 7 (rows 0, 3 and 6), 5 (rows 2 and 5), 1 (row 4).
        float[] scores = [7, 9, 5, 7, 1, 5, 7];
        Assert.AreSequenceEqual([7, 4, 1, 6, 2], SessionQuestions.Ranks(scores, [4, 6, 1, 5, 0]));
        Assert.AreSequenceEqual([3], SessionQuestions.Ranks(scores, [3]));
    }

    [TestMethod]
    public void Ranks_AllRows_AreEachOfThemOnce()
    {
        float[] scores = [.. Enumerable.Range(0, 500).Select(row => (float)(row * 37 % 50))];
        Assert.AreSequenceEqual(
            Enumerable.Range(1, 500), SessionQuestions.Ranks(scores, [.. Enumerable.Range(0, 500).Reverse()]).Order());
    }
}
