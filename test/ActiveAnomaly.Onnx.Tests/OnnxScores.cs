using ActiveAnomaly.Detectors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ActiveAnomaly.Onnx;

/// <summary>What ONNX Runtime says of rows: the evaluator that knows nothing of this library.</summary>
internal sealed record OnnxScores(float[] Scores, bool[] Labels, float[]? Probabilities)
{
    /// <summary>Writes a model and scores rows with ONNX Runtime.</summary>
    public static OnnxScores Of(DetectorModel model, ReadOnlySpan<float> rows, OnnxExportOptions? options = null) =>
        Of(OnnxExport.ToBytes(model, options), rows, model.FeatureCount);

    /// <summary>Scores rows with a file's bytes.</summary>
    public static OnnxScores Of(byte[] file, ReadOnlySpan<float> rows, int featureCount)
    {
        using var session = Open(file);
        return Of(session, rows, featureCount);
    }

    /// <summary>Reads a file. Tests run beside each other: threads of its own would only wait for a processor.</summary>
    public static InferenceSession Open(byte[] file)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        return new InferenceSession(file, options);
    }

    /// <summary>Scores rows.</summary>
    public static OnnxScores Of(InferenceSession session, ReadOnlySpan<float> rows, int featureCount)
    {
        var features = new DenseTensor<float>(rows.ToArray(), [rows.Length / featureCount, featureCount]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(OnnxExport.FeaturesName, features)]);
        var outputs = results.ToDictionary(result => result.Name);
        return new OnnxScores(
            Column(outputs["Score"].AsTensor<float>(), rows.Length / featureCount),
            Column(outputs["PredictedLabel"].AsTensor<bool>(), rows.Length / featureCount),
            outputs.TryGetValue("Probability", out var probability)
                ? Column(probability.AsTensor<float>(), rows.Length / featureCount)
                : null);
    }

    private static T[] Column<T>(Tensor<T> tensor, int rowCount)
    {
        CollectionAssert.AreEqual(new[] { rowCount, 1 }, tensor.Dimensions.ToArray());
        return [.. tensor];
    }
}
