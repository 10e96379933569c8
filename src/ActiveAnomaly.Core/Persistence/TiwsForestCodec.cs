using ActiveAnomaly.Detectors.TiwsForest;

namespace ActiveAnomaly.Persistence;

/// <summary>TiWS-iForest, of the trees that were kept.</summary>
internal sealed class TiwsForestCodec() : ForestCodec<TiwsForestModel>(
    static (featureCount, forest) => new TiwsForestModel(featureCount, forest, prior: null))
{
    /// <inheritdoc/>
    public override string Kind => "TiwsForest";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(TiwsForestOptions)];
}
