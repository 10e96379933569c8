using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Forests;

/// <summary>A trained isolation forest. Scores lie in (0, 1]; 1/2 is what an average row has. Immutable and thread safe.</summary>
public sealed class IsolationForestModel : ForestModel
{
    internal IsolationForestModel(int featureCount, IsolationForest forest)
        : base(featureCount, forest)
    {
    }
}
