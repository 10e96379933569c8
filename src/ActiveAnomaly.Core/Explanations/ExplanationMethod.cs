namespace ActiveAnomaly.Explanations;

/// <summary>How contributions are computed.</summary>
public enum ExplanationMethod
{
    /// <summary>The model's own way where it has one (<see cref="IContributions"/>), else Shapley values by sampling.</summary>
    Auto,

    /// <summary>Shapley values by sampling, whatever the model can do by itself.</summary>
    Sampling,
}
