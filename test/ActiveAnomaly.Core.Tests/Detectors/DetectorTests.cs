using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>What the base class does for every method.</summary>
[TestClass]
public sealed class DetectorTests
{
    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1);

    [TestMethod]
    public void Fit_Model_RecordsWhereItComesFrom()
    {
        var options = new LinearOptions { Seed = 5, Contamination = 0.2 };
        var model = new LinearDetector(() => new LinearModel(2f), options: options).Fit(new TrainingRequest(Pool) { Stage = 3 }).Model;
        Assert.AreEqual(("linear", 5L, 3, (DetectorOptions)options), (model.Name, model.Seed, model.Stage, model.Options));
    }

    [TestMethod]
    public void Fit_Threshold_IsTheQuantileOfTheTrainingScores()
    {
        // Scores 0, 2, ... 20: the 0.8 quantile is the ninth of eleven, 16.
        var options = new LinearOptions { Contamination = 0.2 };
        Assert.AreEqual(
            16f,
            new LinearDetector(() => new LinearModel(2f), options: options).Fit(new TrainingRequest(Pool)).Model.Threshold);
    }

    [TestMethod]
    public void Fit_ThresholdGiven_IsThatOne()
    {
        var options = new LinearOptions { Threshold = 0.25f };
        Assert.AreEqual(
            0.25f,
            new LinearDetector(() => new LinearModel(2f), options: options).Fit(new TrainingRequest(Pool)).Model.Threshold);
    }

    [TestMethod]
    public void Fit_ModelThatQueriesByOther_GivesBothScores()
    {
        var trained = new LinearDetector(() => new QueryingLinearModel(1f, -3f)).Fit(new TrainingRequest(Pool));
        Assert.AreEqual((4f, -12f), (trained.Scores.Span[4], trained.QueryScores.Span[4]));
    }

    [TestMethod]
    public void Fit_ModelWithoutQueryScores_QueriesByItsScores()
    {
        var trained = new LinearDetector(() => new LinearModel(2f)).Fit(new TrainingRequest(Pool));
        Bits.AreEqual(trained.Scores.Span, trained.QueryScores.Span, "Query scores");
    }

    [TestMethod]
    public void Fit_ScoreOfATrainingRowBeyondNumbers_ThrowsNamingTheRow()
    {
        var pool = FeatureMatrix.Copy([1, 2, 1e38f, -3e38f], 2, ["height", "weight"]);
        var exception = Assert.ThrowsExactly<FeatureDataException>(
            () => new LinearDetector(() => new LinearModel(10f, featureCount: 2)).Fit(new TrainingRequest(pool)));
        Assert.AreEqual((1L, 1), (exception.RowIndex, exception.ColumnIndex));
        Assert.Contains("scores row 1 as Infinity", exception.Message);
        Assert.Contains("the largest is feature 1 ('weight'), -3E+38", exception.Message);
    }

    [TestMethod]
    public void Fit_QueryScoreOfATrainingRowBeyondNumbers_ThrowsNamingTheRow()
    {
        var pool = FeatureMatrix.Copy([1, 1e38f, 3], 1);
        var exception = Assert.ThrowsExactly<FeatureDataException>(
            () => new LinearDetector(() => new QueryingLinearModel(1f, 10f)).Fit(new TrainingRequest(pool)));
        Assert.AreEqual(1L, exception.RowIndex);
    }

    [TestMethod]
    public void Fit_TooFewScores_Throws() => Assert.Contains(
        "gave 3 scores for a pool of 11 rows",
        Assert.ThrowsExactly<InvalidOperationException>(
            () => new LinearDetector(() => new LinearModel(1f), [1, 2, 3]).Fit(new TrainingRequest(Pool))).Message);

    [TestMethod]
    public void Fit_TrainingThatGivesNull_ThrowsNamingTheDetector() => Assert.Contains(
        "The training of gives nothing gave null",
        Assert.ThrowsExactly<InvalidOperationException>(() => new NothingDetector().Fit(new TrainingRequest(Pool))).Message);

    [TestMethod]
    public void Fit_ModelOfOtherFeatures_ThrowsNamingBothNumbers() => Assert.Contains(
        "The training of linear gave a model of 3 features for a pool of 1",
        Assert.ThrowsExactly<InvalidOperationException>(
            () => new LinearDetector(() => new LinearModel(1f, featureCount: 3), new float[11]).Fit(new TrainingRequest(Pool))).Message);

    [TestMethod]
    public void Fit_NaNForModerateFeatures_BlamesTheDetectorAndNotTheFeatures()
    {
        float[] scores = [0, 1, float.NaN, 3, 4, 5, 6, 7, 8, 9, 10];
        Assert.Contains(
            "linear scores row 2 as NaN, though no feature of the pool is beyond 1000000 either way",
            Assert.ThrowsExactly<InvalidOperationException>(
                () => new LinearDetector(() => new LinearModel(1f), scores).Fit(new TrainingRequest(Pool))).Message);
    }

    [TestMethod]
    public void Fit_NaNWhereAFeatureIsHuge_NamesTheFeature()
    {
        // The huge one is another row's: it may have entered what was learnt.
        var pool = FeatureMatrix.Copy([1, 2, -1.1e6f], 1);
        var exception = Assert.ThrowsExactly<FeatureDataException>(
            () => new LinearDetector(() => new LinearModel(1f), [1, float.NaN, 3]).Fit(new TrainingRequest(pool)));
        Assert.AreEqual(1L, exception.RowIndex);
    }

    [TestMethod]
    public void Stage_Negative_Throws()
    {
        Assert.AreEqual(
            "Stage", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TrainingRequest(Pool) { Stage = -1 }).ParamName);
        Assert.AreEqual(0, new TrainingRequest(Pool) { Stage = 0 }.Stage);
    }

    [TestMethod]
    public void Fit_OneModelTwice_Throws()
    {
        var model = new LinearModel(1f);
        var detector = new LinearDetector(() => model);
        detector.Fit(new TrainingRequest(Pool));
        Assert.ThrowsExactly<InvalidOperationException>(() => detector.Fit(new TrainingRequest(Pool)));
    }

    [TestMethod]
    [DataRow(0, "no rows")]
    [DataRow(1, "one row")]
    public void Fit_TooFewRows_SaysHowMany(int rowCount, string expected) => Assert.Contains(
        expected,
        Assert.ThrowsExactly<FeatureDataException>(
            () => new LinearDetector(() => new LinearModel(1f)).Fit(new TrainingRequest(Pool.Select(new int[rowCount])))).Message);

    [TestMethod]
    public void Constructor_ContaminationOutOfRange_Throws() => Assert.AreEqual(
        "options.Contamination",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new LinearDetector(() => new LinearModel(1f), options: new LinearOptions { Contamination = 1.5 })).ParamName);

    [TestMethod]
    public void Name_OfAModelThatFitHasNotGivenOut_Throws() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => _ = new LinearModel(1f).Name);

    [TestMethod]
    [DataRow(1e38f, 10f, float.MaxValue)]
    [DataRow(-1e38f, 10f, float.MinValue)]
    [DataRow(1f, 10f, 10f)]
    public void Score_BeyondNumbers_IsTheLargestNumber(float feature, float slope, float expected)
    {
        var model = new LinearModel(slope);
        Assert.AreEqual((expected, expected), (model.Score([feature]), model.Score(FeatureMatrix.Copy([feature], 1))[0]));
    }

    [TestMethod]
    public void Score_NoNumberFromNumbers_IsTheLargestNumber() =>
        // 10 * 1e38 - infinity is NaN.
        Assert.AreEqual(float.MaxValue, new LinearModel(10f, float.NegativeInfinity).Score([1e38f]));

    [TestMethod]
    public void TryGet_AbilityThatTheModelLacks_IsFalse() => Assert.IsFalse(new LinearModel(1f).TryGet<IQueryScorer>(out _));

    [TestMethod]
    public void TryGet_AbilityThatTheModelHas_GivesIt()
    {
        var model = new QueryingLinearModel(1f, 2f);
        Assert.IsTrue(model.TryGet<IQueryScorer>(out var scorer));
        Assert.AreSame(model, scorer);
    }

    /// <summary>A detector whose training forgets what it made.</summary>
    private sealed class NothingDetector() : Detector(new LinearOptions { Seed = 11 })
    {
        public override string Name => "gives nothing";

        public override bool UsesLabels => true;

        protected override TrainedDetector Train(TrainingRequest request) => null!;
    }
}
