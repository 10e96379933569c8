using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class QueryContextTests
{
    [TestMethod]
    public void Candidates_LabelsAndSkippedRows_AreTheOthersAscending() =>
        Assert.AreSequenceEqual([0, 4], QueryContexts.Of(new float[5], normal: [1], abnormal: [2], skipped: [3]).Candidates.ToArray());

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
