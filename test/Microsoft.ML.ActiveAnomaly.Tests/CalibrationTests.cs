using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Querying;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Probabilities and thresholds in ML.NET pipelines: their column, saved and loaded, and ML.NET's evaluator of them.</summary>
[TestClass]
public sealed class CalibrationTests
{
    private const int RowCount = 200;

    private static readonly CalibrationOptions Calibrated = new() { FoldCount = 4 };

    [TestMethod]
    public void Transform_CalibratedTrainer_HasTheProbabilityOfEachScore()
    {
        var mlContext = new MLContext(1);
        var (transformer, scored) = Train(mlContext);
        Assert.IsTrue(transformer.HasProbability);
        Assert.IsTrue(transformer.Model.TryGet<IProbability>(out var probability));
        float[] scores = [.. scored.GetColumn<float>("Score")];
        float[] probabilities = [.. scored.GetColumn<float>("Probability")];
        CollectionAssert.AreEqual(Array.ConvertAll(scores, probability.ProbabilityOf), probabilities);
        Assert.IsGreaterThan(0.5f, probabilities.Max() - probabilities.Min());
        CollectionAssert.AreEqual(
            Array.ConvertAll(scores, transformer.Model.IsAbnormal), scored.GetColumn<bool>("PredictedLabel").ToArray());
    }

    [TestMethod]
    public void Transform_WithoutCalibration_HasNoProbability()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool(RowCount);
        var trainer = mlContext.ActiveAnomaly().Trainers.Detector(Gaussian(), new DetectorTrainerOptions { LabelColumnName = "Label" });
        var transformer = trainer.Fit(data);
        Assert.IsFalse(transformer.HasProbability);
        Assert.IsNull(transformer.Transform(data).Schema.GetColumnOrNull("Probability"));
    }

    [TestMethod]
    public void Load_CalibratedTransformer_GivesTheSameBits()
    {
        var mlContext = new MLContext(1);
        var (transformer, scored) = Train(mlContext);
        using var folder = new TemporaryFolder();
        var path = folder.File("model.zip");
        mlContext.Model.Save(transformer, mlContext.Pool(RowCount).Schema, path);
        var other = new MLContext(2);
        var loaded = other.Model.Load(path, out _);
        var again = loaded.Transform(other.Pool(RowCount));
        CollectionAssert.AreEqual(
            Bits.Of([.. scored.GetColumn<float>("Probability")]), Bits.Of([.. again.GetColumn<float>("Probability")]));
        var model = other.ActiveAnomaly().GetDetectorModel(loaded);
        Assert.IsInstanceOfType<CalibratedModel>(model);
        Assert.AreEqual(transformer.Model.Threshold, model.Threshold);
    }

    [TestMethod]
    public void Evaluate_BinaryClassification_TakesTheProbability()
    {
        var mlContext = new MLContext(1);
        var (_, scored) = Train(mlContext);
        var asBoolean = mlContext.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Boolean).Fit(scored).Transform(scored);
        var metrics = mlContext.BinaryClassification.Evaluate(asBoolean);
        bool[] truth = [.. asBoolean.GetColumn<bool>("Label")];
        float[] probabilities = [.. scored.GetColumn<float>("Probability")];

        // ML.NET's log loss is in bits; it adds up singles.
        var expected = truth.Zip(probabilities, (isAbnormal, p) => -Math.Log2(isAbnormal ? p : 1 - p)).Average();
        Assert.AreEqual(expected, metrics.LogLoss, 1e-5);
    }

    [TestMethod]
    public void Fit_FewLabels_WarnsAndGivesNaN()
    {
        var mlContext = new MLContext(1);
        var warnings = new List<string>();
        mlContext.Log += (_, message) => warnings.Add(message.RawMessage);
        var transformer = Trainer(mlContext).Fit(mlContext.Pool(20));
        Assert.IsFalse(transformer.HasProbability);
        Assert.IsTrue(warnings.Exists(
            warning => warning.Contains("There is no probability: 18 normal and 2 abnormal", StringComparison.Ordinal)));
        var loaded = ScoringPipelineTests.Reloaded(new MLContext(), transformer, mlContext.Pool(20));
        foreach (var model in (ITransformer[])[transformer, loaded])
        {
            var scored = model.Transform(mlContext.Pool(20));
            Assert.IsTrue(scored.GetColumn<float>("Probability").All(float.IsNaN));
            Assert.IsTrue(scored.GetColumn<float>("Score").All(float.IsFinite));
        }
    }

    [TestMethod]
    public void Fit_FalseAlarmRate_IsTheModelsThreshold()
    {
        var mlContext = new MLContext(1);
        var options = Calibrated with { FalseAlarmRate = 0.05, Confidence = 0.9 };
        var model = Trainer(mlContext, options).Fit(mlContext.Pool(RowCount)).Model;
        var looser = Trainer(mlContext, options with { FalseAlarmRate = 0.2 }).Fit(mlContext.Pool(RowCount)).Model;
        Assert.IsLessThan(model.Threshold, looser.Threshold);
    }

    [TestMethod]
    public void Fit_CalibratedActiveLearning_HasProbabilityAndThresholds()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool(RowCount);
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.ActiveAnomaly().Trainers.Detector(Gaussian(), new DetectorTrainerOptions()),
            new ThirdsStrategy(),
            LabelOracle.FromColumn(),
            new ActiveLearningEstimator.Options { Calibration = Calibrated, Session = new() { BudgetPerStage = 12 } });
        var transformer = estimator.Fit(data);
        Assert.IsTrue(transformer.HasProbability, transformer.Calibration!.Warning);
        Assert.AreSame(transformer.Calibration!.Model, transformer.Model);
        Assert.IsNotNull(transformer.Transform(data).Schema.GetColumnOrNull("Probability"));
        Assert.IsTrue(float.IsFinite(transformer.Calibration.ThresholdFor(0.05).Threshold));
        Assert.IsTrue(estimator.GetOutputSchema(Shapes.Of<PoolRow>(mlContext)).Any(column => column.Name == "Probability"));
    }

    [TestMethod]
    public void GetOutputSchema_Calibrated_HasTheColumnThatTransformAdds()
    {
        var mlContext = new MLContext(1);
        var shape = Trainer(mlContext).GetOutputSchema(Shapes.Of<PoolRow>(mlContext));
        var column = shape.Single(column => column.Name == "Probability");
        Assert.AreEqual(NumberDataViewType.Single, column.ItemType);
        Assert.IsFalse(Trainer(mlContext, calibration: null).GetOutputSchema(Shapes.Of<PoolRow>(mlContext))
            .Any(other => other.Name == "Probability"));
    }

    [TestMethod]
    public void Create_ProbabilityColumnOfAnotherOutput_Throws()
    {
        var mlContext = new MLContext(1);
        Assert.Contains("ProbabilityColumnName", Assert.ThrowsExactly<ArgumentException>(() => mlContext.ActiveAnomaly().Trainers.Detector(
            Gaussian(), new DetectorTrainerOptions { ProbabilityColumnName = "Score" })).Message);
    }

    private static GaussianProcessDetector Gaussian() => new(new GaussianProcessOptions { Seed = 1 });

    private static DetectorTrainer Trainer(MLContext mlContext) => Trainer(mlContext, Calibrated);

    private static DetectorTrainer Trainer(MLContext mlContext, CalibrationOptions? calibration) =>
        mlContext.ActiveAnomaly().Trainers.Detector(
            Gaussian(), new DetectorTrainerOptions { LabelColumnName = "Label", Calibration = calibration });

    private static (DetectorTransformer Transformer, IDataView Scored) Train(MLContext mlContext)
    {
        var data = mlContext.Pool(RowCount);
        var transformer = Trainer(mlContext).Fit(data);
        return (transformer, transformer.Transform(data));
    }
}
