using ActiveAnomaly.Detectors.DevNet;

namespace ActiveAnomaly.Persistence;

/// <summary>Deviation networks: one network of one output.</summary>
internal sealed class DevNetCodec : ModelCodec<DevNetModel>
{
    /// <inheritdoc/>
    public override string Kind => "DevNet";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(DevNetOptions)];

    /// <inheritdoc/>
    protected override void Write(DevNetModel model, ModelWriter writer) => PartsContent.Write(model.EngineName, [model.Network], writer);

    /// <inheritdoc/>
    protected override DevNetModel Read(ref ModelReader reader)
    {
        var (engineName, networks) = PartsContent.Read(1, ref reader);
        PartsContent.Require(networks[0], reader.FeatureCount, outputSize: 1);
        return new DevNetModel(networks[0], engineName);
    }
}
