namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>How good the model is by labels that are known and hidden.</summary>
internal sealed record TruthResponse
{
    /// <summary>The area under the ROC curve.</summary>
    public required double Auc { get; init; }
}
