using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Alif;

/// <summary>
/// A trained ALIF model: a forest whose leaves have their virtual depths for path lengths. Scores lie in (0, 1). Immutable and thread
/// safe.
/// </summary>
public sealed class AlifModel : ForestModel
{
    internal AlifModel(int featureCount, IsolationForest forest, PriorForest? prior)
        : base(featureCount, forest) => Prior = prior;

    /// <summary>Gets the forest as it was grown, for the stage after; null in a model that was loaded.</summary>
    internal PriorForest? Prior { get; }
}
