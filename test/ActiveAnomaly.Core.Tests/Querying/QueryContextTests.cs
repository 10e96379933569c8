using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class QueryContextTests
{
    [TestMethod]
    public void Candidates_LabelsAndSkippedRows_AreTheOthersAscending() =>
        Assert.AreSequenceEqual([0, 4], QueryContexts.Of(new float[5], normal: [1], abnormal: [2], skipped: [3]).Candidates.ToArray());

    [TestMethod]
    public void WithCandidates_AnyOrder_AreAscending() =>
        Assert.AreSequenceEqual([1, 3], QueryContexts.Of([0, 1, 2, 3]).WithCandidates([3, 1, 3], "wrapped").Candidates.ToArray());

    [TestMethod]
    public void WithCandidates_Pool_IsTheSame()
    {
        var pool = FeatureMatrix.Copy([0, 1, 2], 1);
        var context = new QueryContext(new float[3], PoolLabels.None(3)) { Pool = pool };
        Assert.AreSame(pool, context.WithCandidates([1], "wrapped").Pool);
    }

    [TestMethod]
    public void WithCandidates_RowThatIsNone_ThrowsNamingIt() => Assert.Contains(
        "Row 2",
        Assert.ThrowsExactly<ArgumentException>(
            () => QueryContexts.Of([0, 1, 2, 3], normal: [2]).WithCandidates([1, 2], "wrapped")).Message);

    [TestMethod]
    public void Constructor_NonFiniteScoreOfTheFirstRow_ThrowsNamingIt() =>
        Assert.Contains("row 0", Assert.ThrowsExactly<ArgumentException>(() => QueryContexts.Of([float.NaN, 1])).Message);

    [TestMethod]
    public void Constructor_OtherNumberOfLabels_Throws() =>
        Assert.AreEqual(
            "scores",
            Assert.ThrowsExactly<ArgumentException>(() => new QueryContext(new float[3], PoolLabels.None(2))).ParamName);

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Constructor_NonFiniteScore_ThrowsNamingTheRow(float score) =>
        Assert.Contains(
            "row 1 ",
            Assert.ThrowsExactly<ArgumentException>(() => new QueryContext(new[] { 0f, score }, PoolLabels.None(2))).Message);
}
