using ActiveAnomaly.Detectors.Autoencoder;

namespace ActiveAnomaly.Persistence;

/// <summary>Autoencoders as detectors.</summary>
internal sealed class AutoencoderCodec : ModelCodec<AutoencoderModel>
{
    /// <inheritdoc/>
    public override string Kind => "Autoencoder";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(AutoencoderOptions)];

    /// <inheritdoc/>
    protected override void Write(AutoencoderModel model, ModelWriter writer) => NetworkContent.Write(model, default, writer);

    /// <inheritdoc/>
    protected override AutoencoderModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<NetworkContent>();
        var shape = content.Autoencoder();
        var network = NetworkContent.ReadLayers(shape, ref reader);
        var codeSize = shape.Layers[AutoencoderModel.EncoderLayerCount(shape) - 1].OutputSize;
        return new AutoencoderModel(network, content.ReadHead(codeSize, ref reader), content.Engine);
    }
}
