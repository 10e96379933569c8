using ActiveAnomaly.Detectors.BiGan;

namespace ActiveAnomaly.Persistence;

/// <summary>Bidirectional generative adversarial networks: the encoder, then the generator.</summary>
internal sealed class BiGanCodec : ModelCodec<BiGanModel>
{
    /// <inheritdoc/>
    public override string Kind => "BiGan";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(BiGanOptions)];

    /// <inheritdoc/>
    protected override void Write(BiGanModel model, ModelWriter writer) =>
        PartsContent.Write(model.EngineName, [model.Encoder, model.Generator], writer);

    /// <inheritdoc/>
    protected override BiGanModel Read(ref ModelReader reader)
    {
        var (engineName, networks) = PartsContent.Read(2, ref reader);
        var codeSize = networks[0].Shape.OutputSize;
        PartsContent.Require(networks[0], reader.FeatureCount, codeSize);
        PartsContent.Require(networks[1], codeSize, reader.FeatureCount);
        return new BiGanModel(networks[0], networks[1], engineName);
    }
}
