using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Detectors.Ensembles;

/// <summary>Ensembles of models whose scores are computed by hand.</summary>
[TestClass]
public sealed class EnsembleModelTests
{
    private static readonly FeatureMatrix Rows = FeatureMatrix.Copy([3, -1], 1);

    /// <summary>Row 3: the members' calibrated scores are 3 and (5 - 1) * 2 = 8. Row -1: -1 and (-3 - 1) * 2 = -8.</summary>
    private static readonly EnsembleModel Model = new(
        [new LinearModel(1f), new LinearModel(2f, -1f)],
        [new(EnsembleCombination.ZAverage, [0f, 1f]), new(EnsembleCombination.ZAverage, [1f, 2f])]);

    [TestMethod]
    public void Score_TwoMembers_IsTheMeanOfTheirCalibratedScores() => Assert.AreSequenceEqual([5.5f, -4.5f], Model.Score(Rows));

    [TestMethod]
    public void Spread_TwoMembers_IsTheirStandardDeviation() => Assert.AreSequenceEqual([2.5f, 3.5f], Model.Spread(Rows));

    [TestMethod]
    public void Spread_ThreeMembers_IsTheirStandardDeviation()
    {
        // Row 1: 1, 2 and 6, with the mean 3 and the variance (4 + 1 + 9) / 3.
        ScoreCalibration same = new(EnsembleCombination.ZAverage, [0f, 1f]);
        var model = new EnsembleModel([new LinearModel(1f), new LinearModel(2f), new LinearModel(6f)], [same, same, same]);
        Assert.AreEqual((float)Math.Sqrt(14.0 / 3), model.Spread(FeatureMatrix.Copy([1], 1))[0], 1e-6f);
    }

    [TestMethod]
    public void TryGet_Spread_IsTheEnsemble()
    {
        Assert.IsTrue(Model.TryGet<ISpread>(out var spread));
        Assert.AreSame(Model, spread);
    }

    [TestMethod]
    public void TryGet_QueryScoresOfMembersWithout_IsFalse() => Assert.IsFalse(Model.TryGet<IQueryScorer>(out _));

    [TestMethod]
    public void QueryScores_OfMembersWithSome_AreTheirMeanWithoutCalibration()
    {
        var model = new EnsembleModel(
            [new QueryingLinearModel(1f, 2f), new QueryingLinearModel(1f, 5f)],
            [new(EnsembleCombination.ZAverage, [0f, 1f]), new(EnsembleCombination.ZAverage, [1f, 2f])]);
        Assert.AreSequenceEqual([10.5f, -3.5f], ModelAbilities.QueryScoresOf(model, Rows));
    }

    [TestMethod]
    public void Score_ByTheAbilityToQuery_GivesTheModelsScoresWhateverWasThereBefore()
    {
        var model = new EnsembleModel(
            [new QueryingLinearModel(1f, 2f), new QueryingLinearModel(1f, 5f)],
            [new(EnsembleCombination.ZAverage, [0f, 1f]), new(EnsembleCombination.ZAverage, [1f, 2f])]);
        Assert.IsTrue(model.TryGet<IQueryScorer>(out var scorer));
        float[] scores = [9, 9];
        scorer.Score(Rows, scores, new float[2]);
        Assert.AreSequenceEqual(model.Score(Rows), scores);
    }

    [TestMethod]
    public void Combine_MembersWithQueryScores_GivesTheirMeanForTheTrainingRows()
    {
        var trained = EnsembleModel.Combine(
            EnsembleCombination.ZAverage,
            [
                new(new QueryingLinearModel(1f, 2f), new float[] { 3, -1 }, new float[] { 6, -2 }),
                new(new QueryingLinearModel(1f, 5f), new float[] { 3, -1 }, new float[] { 15, -5 })]);
        Assert.AreSequenceEqual([10.5f, -3.5f], trained.QueryScores.ToArray());
    }

    [TestMethod]
    public void Combine_MembersWithoutQueryScores_QueriesByTheScore()
    {
        var trained = EnsembleModel.Combine(
            EnsembleCombination.ZAverage,
            [new(new LinearModel(1f), new float[] { 3, -1 }), new(new LinearModel(2f), new float[] { 6, -2 })]);
        Bits.AreEqual(trained.Scores.Span, trained.QueryScores.Span, "Query scores");
    }

    [TestMethod]
    public void Select_ByTheDecisionBoundaryBesideQueryScores_Throws()
    {
        // A radius beside the output of a head would be compared with another quantity.
        var context = new QueryContext(new float[] { 1, 2 }, PoolLabels.None(2)) { Model = new BoundedQueryingModel() };
        Assert.ThrowsExactly<InvalidOperationException>(() => new DecisionBoundaryStrategy().Select(context, 1));
    }

    private sealed class BoundedQueryingModel() : LinearModel(1f), IRadius, IQueryScorer
    {
        public float Radius => 1f;

        public void Score(FeatureMatrix rows, Span<float> scores, Span<float> queryScores, CancellationToken cancellationToken = default)
        {
            scores.Clear();
            queryScores.Clear();
        }
    }
}
