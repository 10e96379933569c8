namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class NearBoundaryTests
{
    /// <summary>
    /// Of ten rows with the scores 0 to 9, the last three abnormal, two rows around a quantile: at 0 and in the middle both are normal, at
    /// 0.75 (the score 6.75, between 6 and the abnormal 7) one, at 1 none.
    /// </summary>
    [TestMethod]
    [DataRow(0, 1.0)]
    [DataRow(0.5, 1.0)]
    [DataRow(0.75, 0.5)]
    [DataRow(1, 0.0)]
    public void Of_Scores_CountsTheNormalRowsAroundAQuantile(double quantile, double share)
    {
        // The rows in another order than that of their scores.
        float[] scores = [9, 0, 8, 1, 7, 2, 6, 3, 5, 4];
        var near = NearBoundary.Of(scores, [.. scores.Select(score => score >= 7)], 2);

        Assert.AreEqual(share, near.NormalShares[(int)(quantile * 40)]);
        Assert.AreEqual(quantile, NearBoundary.Quantiles[(int)(quantile * 40)]);
    }

    [TestMethod]
    public void Of_FewerRowsThanAQuery_TakesAll()
    {
        var near = NearBoundary.Of([1, 2], [false, true], 6);

        Assert.AreEqual(2, near.RowCount);
        CollectionAssert.AreEqual(Enumerable.Repeat(0.5, 41).ToArray(), near.NormalShares.ToArray());
    }

    [TestMethod]
    public void Parse_ItsText_IsTheSame()
    {
        var near = NearBoundary.Of([3, 1, 2], [true, false, false], 1);

        Assert.AreEqual(near, NearBoundary.Parse(near.ToString()));
        Assert.StartsWith("1 1 1", near.ToString());
        Assert.EndsWith(" 0", near.ToString());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("6")]
    [DataRow("6 1 2 3")]
    [DataRow("x")]
    public void Parse_AnotherText_IsNone(string text) => Assert.IsNull(NearBoundary.Parse(text));

    [TestMethod]
    public void Parse_MoreNormalRowsThanRows_IsNone() =>
        Assert.IsNull(NearBoundary.Parse("2 " + string.Join(' ', Enumerable.Repeat(3, 41))));
}
