using ActiveAnomaly.Detectors.DevNet;

namespace ActiveAnomaly.Persistence;

/// <summary>Deviation networks.</summary>
internal sealed class DevNetCodec() : OutputNetworkCodec<DevNetModel>(static (network, engineName) => new DevNetModel(network, engineName))
{
    /// <inheritdoc/>
    public override string Kind => "DevNet";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(DevNetOptions)];
}
