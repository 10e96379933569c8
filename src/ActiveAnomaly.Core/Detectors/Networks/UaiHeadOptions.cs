namespace ActiveAnomaly.Detectors.Networks;

/// <summary>Which output of a detector with a UAI head is meant.</summary>
public enum UaiOutput
{
    /// <summary>The base detector's anomaly score, s.</summary>
    Score = 0,

    /// <summary>The head's output, u in (0, 1), once it was trained with both kinds of label; s before.</summary>
    Head = 1,
}

/// <summary>
/// The options of a UAI head (Pimentel et al., "Deep active learning for anomaly detection", IJCNN 2020): one layer
/// u = sigmoid(w [z, s] + b) on top of the code z and the score s, trained with binary cross-entropy on the labelled rows of
/// each minibatch together with the base loss.
/// </summary>
public sealed record UaiHeadOptions
{
    /// <summary>Gets what queries are made by. The head measured better by 1.3 points; the authors' program queries by the score.</summary>
    public UaiOutput QueryBy { get; init; } = UaiOutput.Head;

    /// <summary>Gets what the model's score is.</summary>
    public UaiOutput ScoreBy { get; init; } = UaiOutput.Score;
}
