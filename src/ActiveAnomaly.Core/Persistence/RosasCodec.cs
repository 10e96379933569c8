using ActiveAnomaly.Detectors.Rosas;

namespace ActiveAnomaly.Persistence;

/// <summary>RoSAS networks: one network of one output, whose first two layers give the embedding.</summary>
internal sealed class RosasCodec : ModelCodec<RosasModel>
{
    /// <inheritdoc/>
    public override string Kind => "Rosas";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(RosasOptions)];

    /// <inheritdoc/>
    protected override void Write(RosasModel model, ModelWriter writer) => PartsContent.Write(model.EngineName, [model.Network], writer);

    /// <inheritdoc/>
    protected override RosasModel Read(ref ModelReader reader)
    {
        var (engineName, networks) = PartsContent.Read(1, ref reader);
        PartsContent.Require(networks[0], reader.FeatureCount, outputSize: 1);
        return new RosasModel(networks[0], engineName);
    }
}
