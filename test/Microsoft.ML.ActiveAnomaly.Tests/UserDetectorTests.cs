using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Querying;
using UserCode;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>A detector from outside the library is a trainer like any other.</summary>
[TestClass]
public sealed class UserDetectorTests
{
    private static readonly CentroidOptions Options = new() { Seed = Fast.Seed, Contamination = 0.2 };

    public UserDetectorTests() => DetectorModelFormat.Register(new CentroidCodec());

    [TestMethod]
    public void Fit_InAPipeline_ScoresAsItsModel()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var chain = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false).Append(Trainer(mlContext)).Fit(data);
        var prepared = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false).Fit(data).Transform(data);

        CollectionAssert.AreEqual(Trainer(mlContext).Fit(prepared).OfScores(prepared), chain.OfScores(data));
        Assert.IsInstanceOfType<CentroidModel>(chain.LastTransformer.Model);
    }

    [TestMethod]
    public void Fit_LabelColumn_ReachesTheDetector()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var with = mlContext.ActiveAnomaly().Trainers.Detector(new CentroidDetector(Options), new DetectorTrainerOptions { LabelColumnName = "Label" });

        CollectionAssert.AreNotEqual(Trainer(mlContext).Fit(data).OfScores(data), with.Fit(data).OfScores(data));
    }

    [TestMethod]
    public void Fit_Ensemble_HasItsMembers()
    {
        var mlContext = new MLContext(1);
        var ensemble = EnsembleDetector.Create(new EnsembleOptions { MemberCount = 2 }, Options, static options => new CentroidDetector(options));
        var model = mlContext.ActiveAnomaly().Trainers.Detector(ensemble).Fit(mlContext.Pool());

        CollectionAssert.AreEqual(
            model.OfScores(mlContext.Pool()), ScoringPipelineTests.Reloaded(new MLContext(), model, mlContext.Pool()).OfScores(mlContext.Pool()));
        Assert.HasCount(2, ((EnsembleModel)model.Model).Members);
    }

    [TestMethod]
    public void Fit_ActiveLearning_RunsEveryStage()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly()
            .ActiveLearning(Trainer(mlContext), new HighConfidenceStrategy(), LabelOracle.FromColumn(), stageCount: 2, budgetPerStage: 4)
            .Fit(mlContext.Pool());

        Assert.AreEqual((3, 8), (model.History.Count, model.Labels.LabeledCount));
    }

    [TestMethod]
    public void CreateSession_OfADataView_AsksAboutItsRows()
    {
        var mlContext = new MLContext(1);
        var session = mlContext.ActiveAnomaly().CreateSession(mlContext.Pool(), Trainer(mlContext), new HighConfidenceStrategy());
        session.Train();

        Assert.HasCount(session.BudgetPerStage, session.Query());
    }

    [TestMethod]
    public void Load_InAFreshProcess_GivesTheSameScores()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext(1);
        var data = Written(mlContext, folder);
        var model = mlContext.Transforms.CopyColumns("Features", "Raw").Append(Trainer(mlContext)).Fit(data);
        mlContext.Model.Save(model, data.Schema, folder.File("model.zip"));

        Assert.AreEqual(
            FreshProcess.Program.Describe(model.Transform(data)), OtherProcess.Score(folder.File("model.zip"), folder.File("rows.csv"), "register"));
    }

    private static DetectorTrainer Trainer(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.Detector(new CentroidDetector(Options));

    private static IDataView Written(MLContext mlContext, TemporaryFolder folder)
    {
        File.WriteAllLines(
            folder.File("rows.csv"),
            Rows.Pool().Select(row => FormattableString.Invariant($"{row.Features[0]},{row.Features[1]},{row.Features[2]},{row.Features[3]},{row.Features[4]}"))
                .Prepend("a,b,c,d,e"));
        return FreshProcess.Program.Load(mlContext, folder.File("rows.csv"));
    }
}
