using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// The facts of a model made of several networks, and their numbers: network by network, layer by layer, weights [outputs x inputs], then
/// biases.
/// </summary>
internal sealed record PartsContent
{
    public required string Engine { get; init; }

    public required LayerShape[][] Networks { get; init; }

    /// <summary>Writes networks without batch normalisation.</summary>
    public static void Write(string engineName, IReadOnlyList<NetworkParameters> networks, ModelWriter writer)
    {
        writer.WriteContent(new PartsContent
        {
            Engine = engineName,
            Networks = [.. networks.Select(network => network.Shape.Layers.ToArray())],
        });
        foreach (var layer in networks.SelectMany(network => network.Layers))
        {
            writer.Write(layer.Weights);
            writer.Write(layer.Biases);
        }
    }

    /// <summary>Reads the networks; there must be <paramref name="count"/> of them.</summary>
    public static (string EngineName, NetworkParameters[] Networks) Read(int count, ref ModelReader reader) =>
        Read(count, count, ref reader);

    /// <summary>Reads the networks, of which there must be so many.</summary>
    public static (string EngineName, NetworkParameters[] Networks) Read(int fewest, int most, ref ModelReader reader)
    {
        var content = reader.ReadContent<PartsContent>();
        if (content.Networks.Length < fewest || content.Networks.Length > most)
        {
            var allowed = fewest == most ? $"{fewest}" : most == int.MaxValue ? $"at least {fewest}" : $"{fewest} to {most}";
            throw new ModelFormatException(
                $"The model has {content.Networks.Length} networks, and models of its kind have {allowed}; the file is damaged.");
        }

        var networks = new NetworkParameters[content.Networks.Length];
        for (var i = 0; i < networks.Length; i++)
        {
            networks[i] = ReadNetwork(content.Networks[i], ref reader);
        }

        return (content.Engine, networks);
    }

    /// <summary>Makes a network of one layer.</summary>
    public static NetworkParameters OneLayer(LayerParameters layer) => new(NetworkShape.Of(layer.Shape), [layer]);

    /// <summary>Throws unless a network has the inputs and outputs that its place asks for.</summary>
    public static void Require(NetworkParameters network, long inputSize, int outputSize)
    {
        if (network.Shape.InputSize != inputSize || network.Shape.OutputSize != outputSize)
        {
            throw new ModelFormatException(
                $"A network of the model is {network.Shape}, and at its place one from {inputSize} to {outputSize} is needed; "
                + "the file is damaged.");
        }
    }

    private static NetworkParameters ReadNetwork(LayerShape[]? layers, ref ModelReader reader)
    {
        if (layers is null || layers.Length == 0)
        {
            throw new ModelFormatException("A network of the model has no layers; the file is damaged.");
        }

        var parameters = new List<LayerParameters>(layers.Length);
        foreach (var layer in layers)
        {
            var follows = parameters.Count == 0 || parameters[^1].Shape.OutputSize == layer.InputSize;
            if (layer.InputSize < 1 || layer.OutputSize < 1 || !follows || !IsKnown(layer.Activation))
            {
                throw new ModelFormatException(
                    $"Layer {parameters.Count} of a network, {layer}, does not follow on the one before, or is none that models have; "
                    + "the file is damaged.");
            }

            var weights = reader.ReadNumbers((long)layer.InputSize * layer.OutputSize);
            parameters.Add(new LayerParameters(layer, weights, [], [], reader.ReadNumbers(layer.HasBias ? layer.OutputSize : 0)));
        }

        return new NetworkParameters(NetworkShape.Of(layers), parameters);
    }

    private static bool IsKnown(Activation activation) =>
        Enum.IsDefined(activation) && activation != Activation.BatchNormLeakyRelu;
}
