using System.Text.Json;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>Header and numbers of a network model.</summary>
internal static class NetworkModelContent
{
    public static (byte[] Header, byte[] Payload) Write(NetworkModel model)
    {
        var center = model is DeepOneClassModel oneClass ? oneClass.Center : default;
        var head = model.Head is null ? default : model.Head.Parameters;
        var payload = new byte[checked(4 * (NumberCount(model.Network.Shape) + center.Length + head.Length))];
        var writer = new NumberWriter(payload);
        foreach (var layer in model.Network.Layers)
        {
            writer.Write(layer.Weights);
            writer.Write(layer.RunningMean);
            writer.Write(layer.RunningVariance);
        }

        writer.Write(center);
        writer.Write(head);
        return (JsonSerializer.SerializeToUtf8Bytes(ModelHeader.Of(model), ModelJson.Options), payload);
    }

    public static NetworkModel Read(ReadOnlySpan<byte> json, ReadOnlySpan<byte> numbers)
    {
        var header = ModelJson.Read<ModelHeader>(json);
        if (!float.IsFinite(header.Threshold) || !float.IsFinite(header.Radius ?? 0f))
        {
            throw new ModelFormatException($"The model's threshold is {header.Threshold} and its radius {header.Radius}; both must be finite. The file is damaged.");
        }

        var shape = header.Shape();
        var isAutoencoder = header.Autoencoder is not null;
        var codeSize = isAutoencoder ? shape.Layers[(shape.Layers.Count / 2) - 1].OutputSize : shape.OutputSize;
        var expected = NumberCount(shape) + (isAutoencoder ? 0 : codeSize) + (header.HasHead ? codeSize + 2 : 0);
        if (numbers.Length != 4 * expected)
        {
            throw new ModelFormatException($"The model {shape} needs {expected} numbers and has {numbers.Length / 4.0:0.##}; the file is damaged.");
        }

        var reader = new NumberReader(numbers);
        var layers = new List<LayerParameters>(shape.Layers.Count);
        foreach (var layer in shape.Layers)
        {
            var statistics = StatisticsCount(layer);
            var weights = reader.Read(layer.InputSize * layer.OutputSize);
            layers.Add(new LayerParameters(layer, weights, reader.Read(statistics), reader.Read(statistics)));
        }

        var network = new NetworkParameters(shape, layers);
        var center = reader.Read(isAutoencoder ? 0 : codeSize);
        var options = header.Options();
        var head = header.HasHead ? new UaiHead(reader.Read(codeSize + 2), options.UaiHead ?? throw HeadWithoutOptions()) : null;
        NetworkModel model = isAutoencoder ? new AutoencoderModel(network, head, header.Engine)
            : header.Radius is { } radius ? new SoftBoundaryModel(network, center, head, radius, header.Engine)
            : new DeepOneClassModel(network, center, head, header.Engine);
        model.Complete(new ModelOrigin(header.Method, options, header.Seed, header.Stage, header.Threshold));
        return model;
    }

    private static ModelFormatException HeadWithoutOptions() => new("The model holds a UAI head, and its options speak of none; the file is damaged.");

    private static int StatisticsCount(LayerShape layer) => layer.Activation == Activation.BatchNormLeakyRelu ? layer.OutputSize : 0;

    private static long NumberCount(NetworkShape shape)
    {
        var count = 0L;
        foreach (var layer in shape.Layers)
        {
            count += ((long)layer.InputSize * layer.OutputSize) + (2L * StatisticsCount(layer));
        }

        return count;
    }
}
