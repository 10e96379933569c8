using ActiveAnomaly.Detectors.Rosas;

namespace ActiveAnomaly.Persistence;

/// <summary>RoSAS networks, whose first two layers give the embedding.</summary>
internal sealed class RosasCodec() : OutputNetworkCodec<RosasModel>(static (network, engineName) => new RosasModel(network, engineName))
{
    /// <inheritdoc/>
    public override string Kind => "Rosas";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(RosasOptions)];
}
