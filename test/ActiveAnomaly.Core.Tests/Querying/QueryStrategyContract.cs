using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Querying;

/// <summary>What every query strategy keeps. A new strategy's tests inherit this class; it depends on the library alone.</summary>
[TestClass]
public abstract class QueryStrategyContract
{
    private static readonly float[] Scores = [0.5f, 0.1f, 0.9f, 0.3f, 0.7f, 0.2f, 0.8f, 0.4f, 0.6f, 0f];

    /// <summary>Gets a value indicating whether the strategy asks about nothing.</summary>
    protected virtual bool AsksNothing => false;

    protected abstract QueryStrategy CreateStrategy();

    /// <summary>Gives a context what the strategy needs of it, the same candidates left.</summary>
    protected virtual QueryContext Complete(QueryContext context) => context;

    [TestMethod]
    public void Name_Always_IsNotEmpty() => Assert.AreNotEqual(string.Empty, CreateStrategy().Name);

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(1, 1)]
    [DataRow(4, 4)]
    [DataRow(5, 5)]
    [DataRow(6, 5)]
    [DataRow(100, 5)]
    public void Select_AnyCount_GivesThatManyOrAllCandidates(int count, int expected) =>
        Assert.HasCount(AsksNothing ? 0 : expected, CreateStrategy().Select(Context(), count));

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(100)]
    public void Select_AnyCount_GivesDifferentRows(int count)
    {
        var rows = CreateStrategy().Select(Context(), count);
        Assert.AreEqual(rows.Length, rows.Distinct().Count());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(100)]
    public void Select_AnyCount_GivesCandidatesOnly(int count) =>
        // Rows 0 and 1 are labelled, 2, 3 and 4 were skipped.
        Assert.IsTrue(CreateStrategy().Select(Context(), count).All(row => row is >= 5 and <= 9));

    [TestMethod]
    public void Select_EqualContexts_GivesTheSameRows() =>
        Assert.AreSequenceEqual(CreateStrategy().Select(Context(), 3), CreateStrategy().Select(Context(), 3));

    [TestMethod]
    public void Select_OneObjectForTwoContexts_RemembersNothing()
    {
        var strategy = CreateStrategy();
        strategy.Select(
            Complete(new QueryContext(new float[] { 3, 1, 2 }, PoolLabels.None(3))
            {
                Model = new BoundaryModel(1f),
                History = [QueryOutcome.Of(RowLabel.Normal)],
            }),
            2);
        Assert.AreSequenceEqual(CreateStrategy().Select(Context(), 3), strategy.Select(Context(), 3));
    }

    [TestMethod]
    public void Select_NoCandidates_GivesNone() =>
        Assert.IsEmpty(CreateStrategy().Select(
            Complete(new QueryContext(new float[] { 1 }, PoolLabels.Copy([RowLabel.Normal])) { Model = new BoundaryModel(1f) }),
            3));

    [TestMethod]
    public void Select_Always_LeavesTheScores()
    {
        var scores = (float[])Scores.Clone();
        CreateStrategy().Select(Context(scores), 3);
        Assert.AreSequenceEqual(Scores, scores);
    }

    [TestMethod]
    public void Select_NegativeCount_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => CreateStrategy().Select(Context(), -1));

    [TestMethod]
    public void Select_NoContext_Throws() => Assert.ThrowsExactly<ArgumentNullException>(() => CreateStrategy().Select(null!, 1));

    private QueryContext Context(float[]? scores = null)
    {
        var labels = new RowLabel[10];
        labels[0] = RowLabel.Normal;
        labels[1] = RowLabel.Abnormal;
        return Complete(new QueryContext(scores ?? (float[])Scores.Clone(), PoolLabels.Copy(labels), new HashSet<int> { 2, 3, 4 })
        {
            Model = new BoundaryModel(0.7f),
            History = [QueryOutcome.Of(RowLabel.Normal, RowLabel.Abnormal, RowLabel.Unlabeled, RowLabel.Unlabeled, RowLabel.Unlabeled)],
            Random = new SeededRandom(5),
        });
    }
}
