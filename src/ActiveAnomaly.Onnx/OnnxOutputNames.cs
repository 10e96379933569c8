namespace ActiveAnomaly.Onnx;

/// <summary>What the values that a model computes are called in an ONNX graph: ML.NET's column names.</summary>
public sealed record OnnxOutputNames
{
    /// <summary>Gets the name of the score, float [rows x 1].</summary>
    public string Score { get; init; } = "Score";

    /// <summary>Gets the name of whether a row is taken for an anomaly, bool [rows x 1].</summary>
    public string PredictedLabel { get; init; } = "PredictedLabel";

    /// <summary>Gets the name of the probability of being abnormal, float [rows x 1], for models that give one.</summary>
    public string Probability { get; init; } = "Probability";
}
