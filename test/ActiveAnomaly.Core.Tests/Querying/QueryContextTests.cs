using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class QueryContextTests
{
    [TestMethod]
    public void Candidates_LabelsAndSkippedRows_AreTheOthersAscending() =>
        Assert.AreSequenceEqual([0, 4], QueryContexts.Of(new float[5], normal: [1], abnormal: [2], skipped: [3]).Candidates.ToArray());

    [TestMethod]
    public void Candidates_ExcludedRowsOfAnyKind_AreTheOthers() => Assert.AreSequenceEqual(
        [1, 5],
        new QueryContext(new float[6], QueryContexts.Labels(6, normal: [2, 3]), new HashSet<int> { 4, 2, 0 }).Candidates.ToArray());

    [TestMethod]
    [DataRow(3)]
    [DataRow(7)]
    [DataRow(-2)]
    public void Constructor_ExcludedRowThatIsNotThere_ThrowsNamingIt(int row)
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(
            () => new QueryContext(new float[3], PoolLabels.None(3), new HashSet<int> { 1, row }));
        Assert.AreEqual("excluded", exception.ParamName);
        Assert.Contains($"Row {row} is excluded, and there is none; the rows are 0 to 2.", exception.Message);
    }

    [TestMethod]
    [DataRow(new int[0], new[] { 1, 3, 5, 7 })]
    [DataRow(new[] { 1 }, new[] { 3, 5, 7 })]
    [DataRow(new[] { 7 }, new[] { 1, 3, 5 })]
    [DataRow(new[] { 5, 3 }, new[] { 1, 7 })]
    [DataRow(new[] { 7, 1, 5, 3 }, new int[0])]
    [DataRow(new[] { 3, 3, 4, 9 }, new[] { 1, 5, 7 })]
    public void Without_Rows_GivesTheOtherCandidates(int[] taken, int[] expected) =>
        Assert.AreSequenceEqual(expected, QueryContexts.Of(new float[8], normal: [0, 2, 4, 6]).Without(taken));

    [TestMethod]
    public void ScoreQuantile_OneAfterTheOther_IsEachOnesOwn()
    {
        // Scores 0 to 4: the quantile q is 4 q, in a context made of another as well.
        var context = QueryContexts.Of([3, 0, 4, 1, 2]);
        Assert.AreEqual(1, context.ScoreQuantile(0.25));
        Assert.AreEqual(3, context.WithCandidates([0], "some").ScoreQuantile(0.75));
        Assert.AreEqual(1, context.ScoreQuantile(0.25));
    }

    [TestMethod]
    public void DistinctCandidates_OfADistinctContext_KnowWhatWasAskedSince()
    {
        // Rows 0, 2 and 4 are equal, so are 1 and 3: of the first three the first stands for all, and is asked about.
        var pool = FeatureMatrix.Copy([7, 8, 7, 8, 7, 9], 1);
        var context = new QueryContext(new float[6], PoolLabels.None(6)) { Pool = pool }.Distinct();
        Assert.AreSequenceEqual([0, 1, 5], context.Candidates.ToArray());
        var after = context.After([0], [], context.Random, CancellationToken.None);
        Assert.AreSequenceEqual([1, 5], after.Candidates.ToArray());
        Assert.AreSequenceEqual([1, 5], after.DistinctCandidates());
    }

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

    [TestMethod]
    public void DistinctCandidates_EqualRows_AreTheFirstOfEach()
    {
        // Row 1 is labelled and row 4 skipped: 0 and 5 are twins of theirs. Rows 2, 3 and 7 are equal.
        var pool = FeatureMatrix.FromRows([[1, 0], [1, 0], [2, 0], [2, 0], [3, 0], [3, -0f], [4, 0], [2, -0f]]);
        var context = new QueryContext(new float[8], QueryContexts.Labels(8, abnormal: [1]), new HashSet<int> { 4 }) { Pool = pool };
        Assert.AreSequenceEqual([2, 6], context.DistinctCandidates());
    }

    [TestMethod]
    public void DistinctCandidates_OfFewerCandidates_AreAmongThem()
    {
        // Row 0 is no candidate of the narrower context, and so its twin is the first.
        var pool = FeatureMatrix.Copy([1, 1, 2, 1], 1);
        var context = new QueryContext(new float[4], PoolLabels.None(4)) { Pool = pool }.WithCandidates([1, 2, 3], "some");
        Assert.AreSequenceEqual([1, 2], context.DistinctCandidates());
    }

    [TestMethod]
    public void DistinctCandidates_OfFewerCandidates_KnowTheRowsThatWereExcluded()
    {
        var pool = FeatureMatrix.Copy([1, 1, 2], 1);
        var context = new QueryContext(new float[3], PoolLabels.None(3), new HashSet<int> { 0 }) { Pool = pool };
        Assert.AreSequenceEqual([2], context.WithCandidates([1, 2], "some").DistinctCandidates());
    }

    [TestMethod]
    public void DistinctCandidates_NoPool_AreAllCandidates() =>
        Assert.AreSequenceEqual([0, 2], QueryContexts.Of([5, 5, 5], normal: [1]).DistinctCandidates());

    [TestMethod]
    public void Pool_AnotherNumberOfRows_Throws() => Assert.ThrowsExactly<ArgumentException>(
        () => new QueryContext(new float[] { 1, 2 }, PoolLabels.None(2)) { Pool = FeatureMatrix.Copy([1, 2, 3], 1) });
}
