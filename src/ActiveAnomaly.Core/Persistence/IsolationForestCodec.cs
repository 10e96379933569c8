using ActiveAnomaly.Detectors.Forests;

namespace ActiveAnomaly.Persistence;

/// <summary>Isolation forests. Methods that are trained without a labelled anomaly give one too.</summary>
internal sealed class IsolationForestCodec() : ForestCodec<IsolationForestModel>(
    static (featureCount, forest) => new IsolationForestModel(featureCount, forest))
{
    /// <inheritdoc/>
    public override string Kind => "IsolationForest";

    /// <summary>Gets the forest's own options, and those of methods that fall back to one, by their own codecs.</summary>
    public override IReadOnlyList<Type> OptionsTypes =>
    [
        typeof(IsolationForestOptions),
        .. ModelCodecs.OptionsTypesOutside(this).Where(type => type.IsAssignableTo(typeof(IForestFallback))),
    ];
}
