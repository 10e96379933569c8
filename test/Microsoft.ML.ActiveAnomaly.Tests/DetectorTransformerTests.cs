using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class DetectorTransformerTests
{
    [TestMethod]
    public void Predict_EngineOnAFittedModel_GivesTheBitsOfTheBatch()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.PartlyLabeled());
        using var engine = mlContext.Model.CreatePredictionEngine<PoolRow, Prediction>(model);

        CollectionAssert.AreEqual(model.OfScores(mlContext.Pool()), Bits.Of(Rows.Pool().Select(row => engine.Predict(row).Score)));
    }

    [TestMethod]
    public void Predict_EngineOnAChain_GivesTheBitsOfTheBatch()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var model = mlContext.Transforms.Concatenate("Features", "Height", "Rest")
            .Append(mlContext.Transforms.NormalizeMinMax("Features", fixZero: false))
            .Append(mlContext.NceTrainer())
            .Fit(data);
        using var engine = mlContext.Model.CreatePredictionEngine<RawRow, Prediction>(model);

        CollectionAssert.AreEqual(model.OfScores(data), Bits.Of(Rows.Raw().Select(row => engine.Predict(row).Score)));
    }

    [TestMethod]
    public void Predict_EngineOnAFittedModel_GivesTheLabelsOfTheBatch()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.PartlyLabeled());
        using var engine = mlContext.Model.CreatePredictionEngine<PoolRow, Prediction>(model);

        CollectionAssert.AreEqual(
            model.Transform(mlContext.Pool()).GetColumn<bool>("PredictedLabel").ToArray(),
            Rows.Pool().Select(row => engine.Predict(row).PredictedLabel).ToArray());
    }

    [TestMethod]
    public void Transform_AnyRows_GivesTheScoresOfTheModel()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.PartlyLabeled());

        CollectionAssert.AreEqual(Bits.Of(Rows.Pool().Select(row => model.Model.Score(row.Features))), model.OfScores(mlContext.Pool()));
    }

    [TestMethod]
    public void Transform_ReadTwice_GivesTheSameBits()
    {
        var mlContext = new MLContext(1);
        var scored = mlContext.NceTrainer().Fit(mlContext.Pool()).Transform(mlContext.Pool());

        CollectionAssert.AreEqual(scored.OfScores(), scored.OfScores());
    }

    [TestMethod]
    public void Transform_Shuffled_GivesEveryRowItsOwnScore()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var shuffled = model.Transform(mlContext.Data.ShuffleRows(mlContext.Pool(), seed: 3));

        var expected = shuffled.GetColumn<float[]>("Features").Select(row => model.Model.Score(row));

        CollectionAssert.AreEqual(Bits.Of(expected), shuffled.OfScores());
    }

    [TestMethod]
    public void Transform_FeatureNaN_ScoresNaN()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var rows = Rows.Pool(3);
        rows[1].Features[2] = float.NaN;

        CollectionAssert.AreEqual(
            (bool[])[false, true, false], model.Transform(mlContext.View(rows)).GetColumn<float>("Score").Select(float.IsNaN).ToArray());
    }

    [TestMethod]
    public void Transform_FeatureNaN_PredictsNormal()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var rows = Rows.Pool(1);
        rows[0].Features[2] = float.NaN;

        Assert.IsFalse(model.Transform(mlContext.View(rows)).GetColumn<bool>("PredictedLabel").Single());
    }

    [TestMethod]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void Transform_FeatureInfinite_ScoresTheLargestFiniteNumberAndPredictsAbnormal(float value)
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var rows = Rows.Pool(1);
        rows[0].Features[2] = value;

        Assert.AreEqual((float.MaxValue, true), ScoreAndLabel(model.Transform(mlContext.View(rows))));
    }

    [TestMethod]
    public void Transform_FeaturesInfiniteAndNaN_ScoresNaN()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var rows = Rows.Pool(1);
        rows[0].Features[1] = float.PositiveInfinity;
        rows[0].Features[2] = float.NaN;

        Assert.AreEqual((float.NaN, false), ScoreAndLabel(model.Transform(mlContext.View(rows))));
    }

    /// <summary>Features lie in [0, 0.5): ML.NET's scale is above 2, and 3e38 times it beyond the finite numbers.</summary>
    [TestMethod]
    public void Transform_FiniteValueThatAScalerMakesInfinite_IsEvaluatedAsTheMostAbnormalRow()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false).Append(mlContext.NceTrainer())
            .Fit(mlContext.View(Rows.Pool().Select(row => new PoolRow { Features = Halved(row), Label = row.Label }).ToArray()));
        var normal = new PoolRow { Features = Halved(Rows.Pool(1)[0]) };
        var extreme = new PoolRow { Features = [3e38f, 0.25f, 0.25f, 0.25f, 0.25f], Label = 1 };
        var scored = model.Transform(mlContext.View<PoolRow>([normal, extreme]));

        Assert.AreEqual(float.PositiveInfinity, scored.GetColumn<float[]>("Features").ElementAt(1)[0]);
        Assert.AreEqual((float.MaxValue, true), ScoreAndLabel(model.Transform(mlContext.View<PoolRow>([extreme]))));

        // Evaluate throws where the only abnormal row is passed over.
        Assert.AreEqual(1.0, mlContext.AnomalyDetection.Evaluate(scored, falsePositiveCount: 1).AreaUnderRocCurve);
    }

    [TestMethod]
    public void Transform_NoRows_GivesNone()
    {
        var mlContext = new MLContext(1);

        Assert.IsEmpty(mlContext.NceTrainer().Fit(mlContext.Pool()).OfScores(mlContext.Pool(0)));
    }

    [TestMethod]
    public void Transform_DataWithoutALabelColumn_Scores()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.PartlyLabeled());
        var unlabeled = mlContext.Transforms.DropColumns("Label").Fit(mlContext.Pool()).Transform(mlContext.Pool());

        CollectionAssert.AreEqual(model.OfScores(mlContext.Pool()), model.OfScores(unlabeled));
    }

    [TestMethod]
    public void Transform_OtherFeatureCount_ThrowsWithBothCounts() => Throws((model, data) => model.Transform(data));

    [TestMethod]
    public void GetOutputSchema_OtherFeatureCount_ThrowsWithBothCounts() => Throws((model, data) => model.GetOutputSchema(data.Schema));

    [TestMethod]
    public void GetRowToRowMapper_OtherFeatureCount_ThrowsWithBothCounts() => Throws((model, data) => model.GetRowToRowMapper(data.Schema));

    [TestMethod]
    public void Transform_FeaturesMissing_ThrowsWithTheName()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());

        Assert.Contains(
            "'Features'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(mlContext.View(Rows.Raw()))).Message);
    }

    [TestMethod]
    public void Transform_Null_ThrowsWithTheName() =>
        Assert.AreEqual("input", Assert.ThrowsExactly<ArgumentNullException>(() => Fitted().Transform(null!)).ParamName);

    [TestMethod]
    public void GetOutputSchema_Null_ThrowsWithTheName() =>
        Assert.AreEqual("inputSchema", Assert.ThrowsExactly<ArgumentNullException>(() => Fitted().GetOutputSchema(null!)).ParamName);

    [TestMethod]
    public void GetRowToRowMapper_Null_ThrowsWithTheName() =>
        Assert.AreEqual("inputSchema", Assert.ThrowsExactly<ArgumentNullException>(() => Fitted().GetRowToRowMapper(null!)).ParamName);

    [TestMethod]
    public void Fit_AfterACacheCheckpoint_GivesTheSameModel()
    {
        var mlContext = new MLContext(1);
        var chain = mlContext.Transforms.CopyColumns("Copy", "Features").AppendCacheCheckpoint(mlContext).Append(mlContext.NceTrainer());

        Assert.AreEqual(
            Bits.OfModel(mlContext.NceTrainer().Fit(mlContext.PartlyLabeled()).Model),
            Bits.OfModel(chain.Fit(mlContext.PartlyLabeled()).LastTransformer.Model));
    }

    [TestMethod]
    public void Transform_FourThreadsWhileAnotherFitRuns_GiveTheBitsOfOneThread()
    {
        const int passCount = 20;
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.PartlyLabeled());
        var expected = model.OfScores(mlContext.Pool());
        using var ready = new Barrier(5);
        var scorers = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                ready.SignalAndWait();
                return Enumerable.Range(0, passCount).Select(_ => model.OfScores(mlContext.Pool())).ToArray();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        ready.SignalAndWait();
        mlContext.NceTrainer(Fast.Nce with { EpochCount = 100 }).Fit(mlContext.PartlyLabeled());
        Task.WaitAll(scorers);

        Assert.IsTrue(scorers.SelectMany(scorer => scorer.Result).All(bits => bits.AsSpan().SequenceEqual(expected)));
    }

    [TestMethod]
    public void Fit_OneTrainerOnTwoThreads_GivesTheModelOfOneThread()
    {
        var mlContext = new MLContext(1);
        var trainer = mlContext.NceTrainer();
        var expected = Bits.OfModel(trainer.Fit(mlContext.PartlyLabeled()).Model);
        var fits = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Bits.OfModel(trainer.Fit(mlContext.PartlyLabeled()).Model))).ToArray();
        Task.WaitAll(fits);

        CollectionAssert.AreEqual((string[])[expected, expected], fits.Select(fit => fit.Result).ToArray());
    }

    private static float[] Halved(PoolRow row) => [.. row.Features.Select(feature => feature / 2)];

    private static (float Score, bool PredictedLabel) ScoreAndLabel(IDataView scored) =>
        (scored.GetColumn<float>("Score").Single(), scored.GetColumn<bool>("PredictedLabel").Single());

    private static DetectorTransformer Fitted()
    {
        var mlContext = new MLContext(1);
        return mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.Pool());
    }

    private static void Throws(Action<DetectorTransformer, IDataView> call)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var narrow = mlContext.Transforms.Concatenate("Features", "Rest").Fit(data).Transform(data);
        var message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => call(Fitted(), narrow)).Message;
        Assert.Contains("'Features' holds 3 features; the model was trained on 5", message);
    }
}
