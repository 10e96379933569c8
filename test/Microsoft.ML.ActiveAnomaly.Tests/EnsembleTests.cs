using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Querying;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>A trainer with <see cref="DetectorTrainerOptions.Ensemble"/> is an estimator like any other.</summary>
[TestClass]
public sealed class EnsembleTests
{
    private const int MemberCount = 3;

    [TestMethod]
    public void Fit_Ensemble_HasItsMembers()
    {
        var mlContext = new MLContext(1);

        Assert.HasCount(MemberCount, ((EnsembleModel)Trainer(mlContext).Fit(mlContext.PartlyLabeled()).Model).Members);
    }

    [TestMethod]
    public void Fit_EnsembleAgain_GivesTheSameModel()
    {
        var mlContext = new MLContext(1);
        var trainer = Trainer(mlContext);

        Assert.AreEqual(
            Bits.OfModel(trainer.Fit(mlContext.PartlyLabeled()).Model), Bits.OfModel(trainer.Fit(mlContext.PartlyLabeled()).Model));
    }

    [TestMethod]
    public void Transform_Ensemble_GivesTheScoresOfTheModel()
    {
        var mlContext = new MLContext(1);
        var model = Trainer(mlContext).Fit(mlContext.PartlyLabeled());

        CollectionAssert.AreEqual(Bits.Of(Rows.Pool().Select(row => model.Model.Score(row.Features))), model.OfScores(mlContext.Pool()));
    }

    [TestMethod]
    public void Load_Ensemble_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var model = Trainer(mlContext).Fit(data);

        CollectionAssert.AreEqual(model.OfScores(data), ScoringPipelineTests.Reloaded(new MLContext(), model, data).OfScores(data));
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedEnsemble_HasTheSameBits()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var model = Trainer(mlContext).Fit(data);
        var loaded = mlContext.ActiveAnomaly().GetDetectorModel(ScoringPipelineTests.Reloaded(new MLContext(), model, data));

        Assert.AreEqual(Bits.OfModel(model.Model), Bits.OfModel(loaded));
    }

    [TestMethod]
    public void Fit_ActiveLearningWithAnEnsemble_RunsEveryStage()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly().ActiveLearning(
            Trainer(mlContext), new AdaptiveBoundaryStrategy(), LabelOracle.FromColumn(), stageCount: 2, budgetPerStage: 4)
            .Fit(mlContext.Pool());

        Assert.HasCount(3, model.History);
    }

    [TestMethod]
    public void Fit_SeedLeftOpenAndContextsOfOneSeed_GiveTheSameModel()
    {
        var (first, second) = (new MLContext(5), new MLContext(5));

        Assert.AreEqual(
            Bits.OfModel(Trainer(first, seed: null).Fit(first.Pool()).Model),
            Bits.OfModel(Trainer(second, seed: null).Fit(second.Pool()).Model));
    }

    [TestMethod]
    public void Create_NoMember_ThrowsWithTheName() => Assert.EndsWith(
        nameof(EnsembleOptions.MemberCount),
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(new MLContext(1), memberCount: 0)).ParamName!);

    private static DetectorTrainer Trainer(MLContext mlContext, long? seed = Fast.Seed, int memberCount = MemberCount) =>
        mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce with { Seed = seed }, ensemble: new EnsembleOptions { MemberCount = memberCount });
}
