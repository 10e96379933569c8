using ActiveAnomaly.Detectors.DevNet;
using ActiveAnomaly.Detectors.FeaWad;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.PReNet;
using ActiveAnomaly.Detectors.Rosas;

namespace ActiveAnomaly.Persistence;

/// <summary>Isolation forests. Methods that are trained without a labelled anomaly give one too.</summary>
internal sealed class IsolationForestCodec() : ForestCodec<IsolationForestModel>(
    static (featureCount, forest) => new IsolationForestModel(featureCount, forest))
{
    /// <inheritdoc/>
    public override string Kind => "IsolationForest";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } =
    [
        typeof(IsolationForestOptions),
        typeof(DevNetOptions),
        typeof(FeaWadOptions),
        typeof(MlpOptions),
        typeof(RosasOptions),
        typeof(PReNetOptions),
    ];
}
