using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.TiwsForest;

/// <summary>A trained TiWS-iForest: the trees that were kept, the best first. Scores lie in (0, 1]. Immutable and thread safe.</summary>
public sealed class TiwsForestModel : ForestModel
{
    internal TiwsForestModel(int featureCount, IsolationForest forest, PriorForest? prior)
        : base(featureCount, forest) => Prior = prior;

    /// <summary>Gets the whole forest, for the stage after; null in a model that was loaded.</summary>
    internal PriorForest? Prior { get; }
}
