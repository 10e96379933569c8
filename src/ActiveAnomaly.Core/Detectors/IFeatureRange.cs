namespace ActiveAnomaly.Detectors;

/// <summary>
/// What detectors can do that learn from features of a certain range only, such as those whose network reproduces its inputs through a
/// sigmoid, which gives values in [0, 1]: say what range that is. Features outside it are no error; they teach such a network little.
/// </summary>
public interface IFeatureRange
{
    /// <summary>Gets the lowest value that a feature should have.</summary>
    float LowestFeature { get; }

    /// <summary>Gets the highest value that a feature should have.</summary>
    float HighestFeature { get; }
}
