using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// The facts of a saved network, and its numbers: layer by layer weights [outputs x inputs], running means, running
/// variances.
/// </summary>
internal sealed record NetworkContent
{
    public required string Engine { get; init; }

    public required LayerShape[] Layers { get; init; }

    /// <summary>Gets the radius of a soft boundary; null for models without one.</summary>
    public float? Radius { get; init; }

    /// <summary>Gets a value indicating whether the numbers end with those of a UAI head.</summary>
    public bool HasHead { get; init; }

    public static void Write(NetworkModel model, ReadOnlySpan<float> center, ModelWriter writer)
    {
        writer.WriteContent(new NetworkContent
        {
            Engine = model.EngineName,
            Layers = [.. model.Network.Shape.Layers],
            Radius = model.TryGet<IRadius>(out var boundary) ? boundary.Radius : null,
            HasHead = model.Head is not null,
        });
        foreach (var layer in model.Network.Layers)
        {
            writer.Write(layer.Weights);
            writer.Write(layer.RunningMean);
            writer.Write(layer.RunningVariance);
        }

        writer.Write(center);
        writer.Write(model.Head is null ? default : model.Head.Parameters);
    }

    /// <summary>Reads the layers' numbers; they must make up <paramref name="shape"/>.</summary>
    public static NetworkParameters ReadLayers(NetworkShape shape, ref ModelReader reader)
    {
        var layers = new List<LayerParameters>(shape.Layers.Count);
        foreach (var layer in shape.Layers)
        {
            var statistics = layer.Activation == Activation.BatchNormLeakyRelu ? layer.OutputSize : 0;
            var weights = reader.ReadNumbers((long)layer.InputSize * layer.OutputSize);
            var means = reader.ReadNumbers(statistics);
            var variances = reader.ReadNumbers(statistics);
            if (Array.Exists(variances, variance => variance < 0))
            {
                throw new ModelFormatException($"A running variance is {variances.Min()}; variances are at least 0. The file is damaged.");
            }

            layers.Add(new LayerParameters(layer, weights, means, variances));
        }

        return new NetworkParameters(shape, layers);
    }

    /// <summary>Reads the head's numbers where there is one.</summary>
    public UaiHead? ReadHead(int codeSize, ref ModelReader reader)
    {
        if (!HasHead)
        {
            return null;
        }

        return new UaiHead(reader.ReadNumbers((long)codeSize + 2), HeadOptions(reader.Options));
    }

    /// <summary>Gives the options of a head that a file holds.</summary>
    public static UaiHeadOptions HeadOptions(DetectorOptions options) => (options as NetworkDetectorOptions)?.UaiHead
        ?? throw new ModelFormatException("The model holds a UAI head, and its options speak of none; the file is damaged.");

    /// <summary>Gets the shape of an encoder of these layers.</summary>
    public NetworkShape Encoder() => Require(EncoderOf(Layers), Layers);

    /// <summary>Gets the shape of an autoencoder of these layers, the first half of which is the encoder.</summary>
    public NetworkShape Autoencoder() => Require(EncoderOf(Layers[..(Layers.Length / 2)]).WithDecoder(), Layers);

    private static NetworkShape EncoderOf(LayerShape[] layers)
    {
        if (layers.Length == 0 || layers.Any(layer => layer.InputSize < 1 || layer.OutputSize < 1))
        {
            throw new ModelFormatException("The model's layers are not those of an encoder; the file is damaged.");
        }

        return NetworkShape.Encoder(layers[0].InputSize, [.. layers.SkipLast(1).Select(layer => layer.OutputSize)], layers[^1].OutputSize);
    }

    private static NetworkShape Require(NetworkShape shape, LayerShape[] layers) => shape.Layers.SequenceEqual(layers)
        ? shape
        : throw new ModelFormatException("The model's layers do not fit together; the file is damaged.");
}
