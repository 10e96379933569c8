using ActiveAnomaly.Detectors.FeaWad;

namespace ActiveAnomaly.Persistence;

/// <summary>FeaWAD: the encoder, the decoder, then the layers that score, each a network by itself.</summary>
internal sealed class FeaWadCodec : ModelCodec<FeaWadModel>
{
    /// <inheritdoc/>
    public override string Kind => "FeaWad";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(FeaWadOptions)];

    /// <inheritdoc/>
    protected override void Write(FeaWadModel model, ModelWriter writer) =>
        PartsContent.Write(model.EngineName, [model.Encoder, model.Decoder, .. model.ScoreLayers], writer);

    /// <inheritdoc/>
    protected override FeaWadModel Read(ref ModelReader reader)
    {
        var (engineName, networks) = PartsContent.Read(3, int.MaxValue, ref reader);
        var (encoder, decoder, layers) = (networks[0], networks[1], networks[2..]);
        var codeSize = encoder.Shape.OutputSize;
        PartsContent.Require(encoder, reader.FeatureCount, codeSize);
        PartsContent.Require(decoder, codeSize, reader.FeatureCount);
        var inputSize = (long)reader.FeatureCount + codeSize;
        for (var i = 0; i < layers.Length; i++)
        {
            PartsContent.Require(layers[i], inputSize + 1, i == layers.Length - 1 ? 1 : layers[i].Shape.OutputSize);
            inputSize = layers[i].Shape.OutputSize;
        }

        return new FeaWadModel(encoder, decoder, layers, engineName);
    }
}
