using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>What a step of a pipeline that is a detector reads and adds.</summary>
/// <param name="Model">The model.</param>
/// <param name="Features">The name of the column that it reads.</param>
/// <param name="Outputs">What the columns that it adds are called right behind it.</param>
internal sealed record DetectorStep(DetectorModel Model, string Features, OnnxOutputNames Outputs)
{
    /// <summary>All names that it may add; one that the model does not give is never asked for.</summary>
    public IEnumerable<string> OutputNames => [Outputs.Score, Outputs.PredictedLabel, Outputs.Probability];
}
