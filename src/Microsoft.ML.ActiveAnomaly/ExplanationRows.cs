using System.ComponentModel;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The constant key that leads to the explainer's state. Public because ML.NET creates it; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExplainerKey
{
    /// <summary>Gets or sets the key, always 1.</summary>
    [ColumnName(ExplanationPipeline.KeyColumn)]
    public int Key { get; set; }
}

/// <summary>What contributions are computed from. Public because ML.NET creates it; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExplanationInput
{
    /// <summary>Gets or sets the explainer as text.</summary>
    [ColumnName(ExplanationPipeline.StateColumn)]
    public ReadOnlyMemory<char> State { get; set; }

    /// <summary>Gets or sets the features [d].</summary>
    [ColumnName(ExplanationPipeline.FeaturesColumn)]
    public VBuffer<float> Features { get; set; }
}

/// <summary>What explaining gives. Public because ML.NET creates it; not for use in code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExplanationOutput
{
    /// <summary>Gets or sets the contributions [d].</summary>
    [ColumnName(ExplanationPipeline.ContributionsColumn)]
    public VBuffer<float> Contributions { get; set; }
}
