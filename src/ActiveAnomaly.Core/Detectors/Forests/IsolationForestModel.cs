using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Forests;

/// <summary>A trained isolation forest. Scores lie in (0, 1]; 1/2 is what an average row has. Immutable and thread safe.</summary>
public sealed class IsolationForestModel : ForestModel
{
    internal IsolationForestModel(int featureCount, IsolationForest forest, PriorForest? prior = null)
        : base(featureCount, forest) => Prior = prior;

    /// <summary>
    /// Gets the forest with its origin, which the next stage takes as it is; null for a model that was loaded, or of trees of one stage.
    /// </summary>
    internal PriorForest? Prior { get; }
}
