namespace ActiveAnomaly.Onnx;

/// <summary>What the ONNX form of a pipeline gives.</summary>
public sealed record OnnxPipelineOptions
{
    /// <summary>
    /// Gets the columns that come out, in this order: any that the pipeline gives, a column of the input excepted, which a caller has
    /// already. Empty, the default, for those that the detectors in it add: score, predicted label, and probability where there is one.
    /// </summary>
    public IReadOnlyList<string> OutputColumnNames { get; init; } = [];
}
