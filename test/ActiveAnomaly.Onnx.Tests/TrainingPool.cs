using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Onnx;

/// <summary>What a model is trained on, and the rows that it scores.</summary>
internal sealed record TrainingPool(FeatureMatrix Pool, PoolLabels Labels, float[][] Scored)
{
    /// <summary>Trains a model.</summary>
    public DetectorModel Train(Detector detector) => detector.Fit(new TrainingRequest(Pool, Labels)).Model;

    /// <summary>Trains a model and compares its scores in ONNX Runtime with its own.</summary>
    public void AssertSameScores(Detector detector)
    {
        var model = Train(detector);
        var rows = FeatureMatrix.FromRows(Scored);
        ModelKindTests.AssertSame(model, model.Score(rows), OnnxScores.Of(model, rows.Values));
    }
}
