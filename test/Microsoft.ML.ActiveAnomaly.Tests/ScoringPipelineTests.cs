using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Saved models give the same bits wherever they are loaded.</summary>
[TestClass]
public sealed class ScoringPipelineTests
{
    [TestMethod]
    public void Load_BareTransformer_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var model = mlContext.NceTrainer().Fit(data);

        CollectionAssert.AreEqual(model.OfScores(data), Reloaded(mlContext, model, data).OfScores(data));
    }

    [TestMethod]
    public void Load_BareTransformer_GivesTheSameLabels()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var model = mlContext.NceTrainer().Fit(data);

        CollectionAssert.AreEqual(
            model.Transform(data).GetColumn<bool>("PredictedLabel").ToArray(),
            Reloaded(mlContext, model, data).Transform(data).GetColumn<bool>("PredictedLabel").ToArray());
    }

    [TestMethod]
    public void Load_BareTransformer_GivesTheSameColumns()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var model = mlContext.NceTrainer().Fit(data);

        CollectionAssert.AreEqual(
            model.GetOutputSchema(data.Schema).Select(Shapes.Describe).ToArray(),
            Reloaded(mlContext, model, data).GetOutputSchema(data.Schema).Select(Shapes.Describe).ToArray());
    }

    [TestMethod]
    public void Load_RenamedColumns_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Transforms.CopyColumns("Inputs", "Features").Append(mlContext.Transforms.DropColumns("Features"))
            .Fit(mlContext.Pool()).Transform(mlContext.Pool());
        var options = new DetectorTrainerOptions
        {
            FeatureColumnName = "Inputs",
            LabelColumnName = "Label",
            ScoreColumnName = "Strangeness",
            PredictedLabelColumnName = "IsStrange",
        };
        var model = mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, options).Fit(data);

        CollectionAssert.AreEqual(model.OfScores(data, "Strangeness"), Reloaded(mlContext, model, data).OfScores(data, "Strangeness"));
    }

    [TestMethod]
    public void Load_ChainInANewContext_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var model = Chain(mlContext).Fit(data);

        CollectionAssert.AreEqual(model.OfScores(data), Reloaded(new MLContext(), model, data).OfScores(new MLContext().View(Rows.Raw())));
    }

    [TestMethod]
    public void Load_SavedAgainAfterLoading_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var model = Chain(mlContext).Fit(data);

        CollectionAssert.AreEqual(
            model.OfScores(data), Reloaded(new MLContext(), Reloaded(new MLContext(), model, data), data).OfScores(data));
    }

    [TestMethod]
    public void Load_BareTransformerSavedAgainAfterLoading_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var model = mlContext.NceTrainer().Fit(data);

        CollectionAssert.AreEqual(
            model.OfScores(data), Reloaded(new MLContext(), Reloaded(new MLContext(), model, data), data).OfScores(data));
    }

    [TestMethod]
    public void Load_FromAFile_GivesTheSameScores()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var model = Chain(mlContext).Fit(data);
        mlContext.Model.Save(model, data.Schema, folder.File("model.zip"));

        CollectionAssert.AreEqual(model.OfScores(data), new MLContext().Model.Load(folder.File("model.zip"), out _).OfScores(data));
    }

    [TestMethod]
    public void Load_TwoModelsInOneChain_GivesTheScoresOfBoth()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var model = Two(mlContext).Fit(data);
        var loaded = Reloaded(new MLContext(), model, data);

        CollectionAssert.AreEqual(
            model.OfScores(data, "FirstScore").Concat(model.OfScores(data, "SecondScore")).ToArray(),
            loaded.OfScores(data, "FirstScore").Concat(loaded.OfScores(data, "SecondScore")).ToArray());
    }

    [TestMethod]
    public void Load_Autoencoder_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var detector = Fast.Autoencoder with { UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head } };
        var options = new DetectorTrainerOptions { LabelColumnName = "Label" };
        var model = mlContext.ActiveAnomaly().Trainers.Autoencoder(detector, options).Fit(data);

        CollectionAssert.AreEqual(model.OfScores(data), Reloaded(new MLContext(), model, data).OfScores(data));
    }

    [TestMethod]
    public void Load_InputSchema_IsThatOfTheTrainingData()
    {
        using var stream = new MemoryStream();
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        mlContext.Model.Save(Chain(mlContext).Fit(data), data.Schema, stream);
        stream.Position = 0;
        new MLContext().Model.Load(stream, out var schema);

        CollectionAssert.AreEqual(data.Schema.Select(Shapes.Describe).ToArray(), schema.Select(Shapes.Describe).ToArray());
    }

    [TestMethod]
    public void Predict_EngineOnALoadedModel_GivesTheBitsOfTheBatch()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var model = mlContext.NceTrainer().Fit(data);
        using var engine = mlContext.Model.CreatePredictionEngine<PoolRow, Prediction>(Reloaded(mlContext, model, data));

        CollectionAssert.AreEqual(model.OfScores(mlContext.Pool()), Bits.Of(Rows.Pool().Select(row => engine.Predict(row).Score)));
    }

    [TestMethod]
    public void Predict_EngineOnALoadedChain_GivesTheBitsOfTheBatch()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var model = Chain(mlContext).Fit(data);
        using var engine = mlContext.Model.CreatePredictionEngine<RawRow, Prediction>(Reloaded(mlContext, model, data));

        CollectionAssert.AreEqual(model.OfScores(data), Bits.Of(Rows.Raw().Select(row => engine.Predict(row).Score)));
    }

    [TestMethod]
    public void Load_InAFreshProcess_GivesTheSameScores()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext(1);
        var data = SaveCsv(mlContext, folder);
        var model = CsvChain(mlContext).Fit(data);
        mlContext.Model.Save(model, data.Schema, folder.File("model.zip"));

        Assert.AreEqual(
            FreshProcess.Program.Describe(model.Transform(data)), OtherProcess.Score(folder.File("model.zip"), folder.File("rows.csv")));
    }

    [TestMethod]
    public void Load_TheDefaultAfterAnswersInAFreshProcess_GivesTheSameScores()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext(1);
        var data = SaveCsv(mlContext, folder);
        var anomaly = mlContext.ActiveAnomaly();
        var session = anomaly.CreateSession(data, anomaly.Trainers.Default("Raw"), new ThirdsStrategy());
        session.Run(row => row.RowIndex % 3 == 0 ? Answer.Abnormal : Answer.Normal, 2);
        var model = anomaly.CreateTransformer(session.Model!, data, "Raw");
        mlContext.Model.Save(model, data.Schema, folder.File("model.zip"));

        Assert.AreEqual(
            FreshProcess.Program.Describe(model.Transform(data)), OtherProcess.Score(folder.File("model.zip"), folder.File("rows.csv")));
    }

    [TestMethod]
    public void Load_SavedAgainAfterLoadingInAFreshProcess_GivesTheSameScores()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext(1);
        var data = SaveCsv(mlContext, folder);
        var model = CsvChain(mlContext).Fit(data);
        mlContext.Model.Save(Reloaded(mlContext, model, data), data.Schema, folder.File("model.zip"));

        Assert.AreEqual(
            FreshProcess.Program.Describe(model.Transform(data)), OtherProcess.Score(folder.File("model.zip"), folder.File("rows.csv")));
    }

    internal static ITransformer Reloaded(MLContext mlContext, ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        new MLContext().Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return mlContext.Model.Load(stream, out _);
    }

    internal static EstimatorChain<DetectorTransformer> Chain(MLContext mlContext) =>
        mlContext.Transforms.Concatenate("Features", "Height", "Rest")
        .Append(mlContext.Transforms.NormalizeMinMax("Features", fixZero: false))
        .Append(mlContext.NceTrainer());

    /// <summary>Gives two different detectors in one chain, one of Deep SVDD and then one of NCE.</summary>
    internal static EstimatorChain<DetectorTransformer> Two(MLContext mlContext)
    {
        var trainers = mlContext.ActiveAnomaly().Trainers;
        var first = new DetectorTrainerOptions { ScoreColumnName = "FirstScore", PredictedLabelColumnName = "FirstLabel" };
        var second = new DetectorTrainerOptions
        {
            LabelColumnName = "Label", ScoreColumnName = "SecondScore", PredictedLabelColumnName = "SecondLabel",
        };
        return trainers.DeepSvdd(Fast.DeepSvdd, first).Append(trainers.Nce(Fast.Nce, second));
    }

    private static IDataView SaveCsv(MLContext mlContext, TemporaryFolder folder)
    {
        var lines = Rows.Raw().Select(row => string.Join(
            ',',
            ((float[])[row.Height, (float)row.Width, .. row.Rest]).Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        File.WriteAllLines(folder.File("rows.csv"), lines.Prepend("a,b,c,d,e"));
        return FreshProcess.Program.Load(mlContext, folder.File("rows.csv"));
    }

    private static EstimatorChain<DetectorTransformer> CsvChain(MLContext mlContext) =>
        mlContext.Transforms.NormalizeMinMax("Features", "Raw", fixZero: false)
        .Append(mlContext.DeepSvddTrainer());
}
