using ActiveAnomaly.Detectors.PReNet;

namespace ActiveAnomaly.Persistence;

/// <summary>Networks of pairwise relations: the one network that scores.</summary>
internal sealed class PReNetCodec() : OutputNetworkCodec<PReNetModel>(static (network, engineName) => new PReNetModel(network, engineName))
{
    /// <inheritdoc/>
    public override string Kind => "PReNet";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(PReNetOptions)];
}
