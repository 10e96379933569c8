using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Balif;

namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class BetaMarginStrategyTests : QueryStrategyContract
{
    private static readonly FeatureMatrix Pool = SyntheticPools.Surface(60).Rows;

    protected override QueryStrategy CreateStrategy() => new BetaMarginStrategy();

    protected override QueryContext Complete(QueryContext context)
    {
        var pool = Pool.Select([.. Enumerable.Range(0, context.Scores.Length)]);
        var model = new BalifDetector(new BalifOptions { Seed = 1, TreeCount = 5 })
            .Fit(new TrainingRequest(Pool.Select([.. Enumerable.Range(0, 10)]))).Model;
        var excluded = ((int[])[2, 3, 4]).Where(row => row < pool.RowCount).ToHashSet();
        return new QueryContext(context.Scores, context.Labels, excluded) { Model = model, Pool = pool };
    }

    /// <summary>alpha = 3, beta = 2: mode 2/3; -[2 ln(4/3) + ln(2/3)] = ln(27/32).</summary>
    [TestMethod]
    public void Interest_ModeInside_IsTheHandArithmetic() =>
        Assert.AreEqual(Math.Log(27.0 / 32), BetaMarginStrategy.Interest(3, 2), 1e-12);

    /// <summary>alpha = 0.5, beta = 9.5: the mode would be -1/16 and becomes 0.01; -[-0.5 ln 0.02 + 8.5 ln 1.98].</summary>
    [TestMethod]
    public void Interest_ModeOutside_IsLimited()
    {
        Assert.AreEqual((0.5 * Math.Log(0.02)) - (8.5 * Math.Log(1.98)), BetaMarginStrategy.Interest(0.5, 9.5), 1e-12);
        Assert.AreEqual((0.5 * Math.Log(0.02)) - (8.5 * Math.Log(1.98)), BetaMarginStrategy.Interest(9.5, 0.5), 1e-12);
    }

    /// <summary>alpha = 1.5, beta = 0.5 has no mode inside: the mean 3/4; -[0.5 ln 1.5 - 0.5 ln 0.5] = -0.5 ln 3.</summary>
    [TestMethod]
    public void Interest_LittleEvidence_GoesByTheMean() =>
        Assert.AreEqual(-0.5 * Math.Log(3), BetaMarginStrategy.Interest(1.5, 0.5), 1e-12);

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(9)]
    public void Select_Batch_IsThatOfTheReference(int count)
    {
        var labels = QueryContexts.Labels(60, normal: [1, 2, 12, 13], abnormal: [7, 22]);
        var trained = new BalifDetector(new BalifOptions { Seed = 3, TreeCount = 10, SampleSize = 32 })
            .Fit(new TrainingRequest(Pool, labels));
        var context = new QueryContext(trained.Scores, labels, new HashSet<int> { 30, 31 }) { Model = trained.Model, Pool = Pool };
        var reference = new ReferenceBalif(((BalifModel)trained.Model).Leaves.Forest, 0.1, Pool)
            .With([(7, true), (22, true), (1, false), (2, false), (12, false), (13, false)]);
        Assert.AreSequenceEqual(
            reference.Margin(context.Candidates.ToArray(), count), new BetaMarginStrategy().Select(context, count));
    }

    [TestMethod]
    public void Select_BatchWhereMostAnswersAreAbnormal_IsThatOfTheReference()
    {
        // There the rows chosen before matter if they are abnormal; above, if they are normal.
        var labels = QueryContexts.Labels(60, normal: [7, 22], abnormal: [1, 2, 12, 13, 14, 15]);
        var trained = new BalifDetector(new BalifOptions { Seed = 3, TreeCount = 10, SampleSize = 32, Contamination = 0.9 })
            .Fit(new TrainingRequest(Pool, labels));
        var context = new QueryContext(trained.Scores, labels) { Model = trained.Model, Pool = Pool };
        var reference = new ReferenceBalif(((BalifModel)trained.Model).Leaves.Forest, 0.9, Pool)
            .With([(7, false), (22, false), (1, true), (2, true), (12, true), (13, true), (14, true), (15, true)]);
        Assert.AreSequenceEqual(
            reference.Margin(context.Candidates.ToArray(), 9), new BetaMarginStrategy().Select(context, 9));
    }

    [TestMethod]
    public void Select_Batch_IsNotTheMostInterestingRowsOfNow()
    {
        // Otherwise nothing would have been pretended.
        var trained = new BalifDetector(new BalifOptions { Seed = 3, TreeCount = 10 }).Fit(new TrainingRequest(Pool));
        var context = new QueryContext(trained.Scores, PoolLabels.None(60)) { Model = trained.Model, Pool = Pool };
        var reference = new ReferenceBalif(((BalifModel)trained.Model).Leaves.Forest, 0.1, Pool);
        Assert.AreNotSequenceEqual(
            Enumerable.Range(0, 60).OrderByDescending(reference.Interest).Take(9).Order(),
            new BetaMarginStrategy().Select(context, 9).Order());
    }

    [TestMethod]
    public void Select_EqualRows_GoByPoolOrder()
    {
        var pool = FeatureMatrix.Copy(new float[20], 2);
        var trained = new BalifDetector(new BalifOptions { Seed = 1 }).Fit(new TrainingRequest(pool));
        var context = new QueryContext(trained.Scores, PoolLabels.None(10)) { Model = trained.Model, Pool = pool };
        Assert.AreSequenceEqual([0, 1, 2], new BetaMarginStrategy().Select(context, 3));
    }

    [TestMethod]
    public void Select_ModelWithoutDistributions_ThrowsSayingWhatToDo() => Assert.Contains(
        "Train BALIF",
        Assert.ThrowsExactly<InvalidOperationException>(
            () => new BetaMarginStrategy().Select(QueryContexts.Of([1, 2], radius: 1f), 1)).Message);

    [TestMethod]
    public void Select_NoPool_ThrowsSayingWhatToDo()
    {
        var trained = new BalifDetector(new BalifOptions { Seed = 1, TreeCount = 5 }).Fit(new TrainingRequest(Pool));
        var context = new QueryContext(trained.Scores, PoolLabels.None(60)) { Model = trained.Model };
        Assert.Contains(
            "QueryContext.Pool",
            Assert.ThrowsExactly<InvalidOperationException>(() => new BetaMarginStrategy().Select(context, 1)).Message);
    }

    [TestMethod]
    public void UsesPseudoAbnormalRows_BetaMargin_IsFalse() => Assert.IsFalse(new BetaMarginStrategy().UsesPseudoAbnormalRows);
}
