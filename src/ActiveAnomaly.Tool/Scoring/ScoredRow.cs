namespace ActiveAnomaly.Tool.Scoring;

/// <summary>What a model says of a row, and what the row is known to be; the evaluator of ML.NET reads it.</summary>
internal sealed class ScoredRow
{
    /// <summary>Gets or sets 1 for an abnormal row, 0 for a normal one, NaN where nobody knows.</summary>
    public float Label { get; set; }

    public float Score { get; set; }

    public bool PredictedLabel { get; set; }

    /// <summary>Gets or sets the probability that the row is abnormal; NaN of a model that says none.</summary>
    public float Probability { get; set; } = float.NaN;
}
