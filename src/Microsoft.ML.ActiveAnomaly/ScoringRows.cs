using System.ComponentModel;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The input of a mapping that reads no column. Public because ML.NET creates it; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NoColumns
{
}

/// <summary>The constant key that leads to the model's state. Public because ML.NET creates it; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelKey
{
    /// <summary>Gets or sets the key, always 1.</summary>
    [ColumnName(ScoringPipeline.KeyColumn)]
    public int Key { get; set; }
}

/// <summary>What a score is computed from. Public because ML.NET creates it; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoringInput
{
    /// <summary>Gets or sets the model as text.</summary>
    [ColumnName(ScoringPipeline.StateColumn)]
    public ReadOnlyMemory<char> State { get; set; }

    /// <summary>Gets or sets the features [d].</summary>
    [ColumnName(ScoringPipeline.FeaturesColumn)]
    public VBuffer<float> Features { get; set; }
}

/// <summary>What scoring with a calibrated model gives. Public because ML.NET creates it; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CalibratedScoringOutput
{
    /// <summary>Gets or sets the anomaly score.</summary>
    [ColumnName(ScoringPipeline.ScoreColumn)]
    public float Score { get; set; }

    /// <summary>Gets or sets a value indicating whether the score lies above the model's threshold.</summary>
    [ColumnName(ScoringPipeline.LabelColumn)]
    public bool PredictedLabel { get; set; }

    /// <summary>Gets or sets the probability that the row is abnormal.</summary>
    [ColumnName(ScoringPipeline.ProbabilityColumn)]
    public float Probability { get; set; }
}

/// <summary>What scoring gives. Public because ML.NET creates it; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoringOutput
{
    /// <summary>Gets or sets the anomaly score.</summary>
    [ColumnName(ScoringPipeline.ScoreColumn)]
    public float Score { get; set; }

    /// <summary>Gets or sets a value indicating whether the score lies above the model's threshold.</summary>
    [ColumnName(ScoringPipeline.LabelColumn)]
    public bool PredictedLabel { get; set; }
}
