using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;

namespace ActiveAnomaly.Onnx;

/// <summary>A calibrated model's probability in ONNX Runtime, of maps on the score and on its rank.</summary>
[TestClass]
public sealed class CalibratedModelTests
{
    /// <summary>Both compute in double; scores of trees have the same bits, and what remains is the rounding to single precision.</summary>
    private const float Tolerance = 2e-7f;

    [TestMethod]
    [DataRow("extra trees")]
    [DataRow("BALIF")]
    [DataRow("isolation forest")]
    [DataRow("Gaussian process")]
    public void Probability_OfRows_IsTheModels(string kind)
    {
        var request = DataSets.Read(DataSets.Shipped);
        var detector = GivenDetectors.Of(kind);
        var model = Calibration.Of(detector, request, detector.Fit(request), new CalibrationOptions { FoldCount = 3 }).Model;
        Assert.IsTrue(model.TryGet<IProbability>(out var probability));
        var expected = Array.ConvertAll(model.Score(request.Pool), probability.ProbabilityOf);
        var actual = OnnxScores.Of(model, request.Pool.Values);
        ModelKindTests.AssertSame(model, model.Score(request.Pool), actual);
        Assert.IsNotNull(actual.Probabilities);
        for (var row = 0; row < expected.Length; row++)
        {
            Assert.AreEqual(expected[row], actual.Probabilities[row], Tolerance, $"row {row}");
        }

        Assert.IsGreaterThan(0.3f, expected.Max() - expected.Min());
    }

    [TestMethod]
    public void Probability_ModelWithAThresholdAlone_IsNoOutput()
    {
        var request = DataSets.Read(DataSets.Shipped);
        var detector = GivenDetectors.Of("isolation forest");
        var options = new CalibrationOptions { FewestOfEachKind = int.MaxValue };
        var model = Calibration.Of(detector, request, detector.Fit(request), options).WithThreshold(0.6f);
        Assert.IsNull(OnnxScores.Of(model, request.Pool.Values).Probabilities);
    }

    [TestMethod]
    public void Probability_RowWithAMissingFeature_IsNaN()
    {
        var request = DataSets.Read(DataSets.Shipped);
        var detector = GivenDetectors.Of("extra trees");
        var model = Calibration.Of(detector, request, detector.Fit(request), new CalibrationOptions { FoldCount = 2 }).Model;
        var row = request.Pool.Row(0).ToArray();
        row[3] = float.NaN;
        Assert.IsTrue(float.IsNaN(OnnxScores.Of(model, row).Probabilities![0]));
    }
}
