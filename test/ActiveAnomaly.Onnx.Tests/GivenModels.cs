using System.Collections.Concurrent;
using ActiveAnomaly.Detectors;
using Microsoft.ML.OnnxRuntime;

namespace ActiveAnomaly.Onnx;

/// <summary>Models of every kind, each trained once: a model is immutable, and most tests differ in what they do with it alone.</summary>
internal static class GivenModels
{
    private const int AnswerCount = 20;

    private static readonly ConcurrentDictionary<(string Kind, string Rows), Lazy<DetectorModel>> Trained = new();
    private static readonly ConcurrentDictionary<string, Lazy<InferenceSession>> Opened = new();

    /// <summary>Gets the rows of the pool of numbers.</summary>
    public static TrainingPool Numbers { get; } = GivenPools.Of("numbers", AnswerCount);

    /// <summary>Gives the model of a data set.</summary>
    public static DetectorModel Of(string kind, string dataSet = DataSets.Shipped) =>
        Trained.GetOrAdd((kind, dataSet), key => new(() => GivenDetectors.Of(key.Kind).Fit(DataSets.Read(key.Rows)).Model)).Value;

    /// <summary>
    /// Gives what ONNX Runtime says of rows by the model of ionosphere, which it has read once: to read a file takes it far longer than
    /// to score a few rows. Its sessions are for several threads.
    /// </summary>
    public static OnnxScores Scores(string kind, ReadOnlySpan<float> rows)
    {
        var session = Opened.GetOrAdd(kind, name => new(() => OnnxScores.Open(OnnxExport.ToBytes(Of(name))))).Value;
        return OnnxScores.Of(session, rows, Of(kind).FeatureCount);
    }

    /// <summary>Gives the model of the pool of numbers.</summary>
    public static DetectorModel OfNumbers(string kind) =>
        Trained.GetOrAdd((kind, nameof(Numbers)), key => new(() => Numbers.Train(GivenDetectors.Of(key.Kind)))).Value;
}
