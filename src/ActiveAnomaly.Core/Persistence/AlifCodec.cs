using ActiveAnomaly.Detectors.Alif;

namespace ActiveAnomaly.Persistence;

/// <summary>ALIF, with virtual depths for path lengths.</summary>
internal sealed class AlifCodec() : ForestCodec<AlifModel>(
    static (featureCount, forest) => new AlifModel(featureCount, forest, prior: null))
{
    /// <inheritdoc/>
    public override string Kind => "Alif";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(AlifOptions)];
}
