using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>Multilayer perceptrons: the network, then the UAI head where there is one, as a layer from code and score.</summary>
internal sealed class MlpCodec : ModelCodec<MlpModel>
{
    /// <inheritdoc/>
    public override string Kind => "Mlp";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(MlpOptions)];

    /// <inheritdoc/>
    protected override void Write(MlpModel model, ModelWriter writer) => PartsContent.Write(
        model.EngineName,
        model.Head is { } head ? [model.Perceptron, PartsContent.OneLayer(head.ToLayer())] : [model.Perceptron],
        writer);

    /// <inheritdoc/>
    protected override MlpModel Read(ref ModelReader reader)
    {
        var (engineName, networks) = PartsContent.Read(1, 2, ref reader);
        var network = networks[0];
        PartsContent.Require(network, reader.FeatureCount, outputSize: 1);
        if (network.Layers.Count < 2)
        {
            throw new ModelFormatException(
                $"The perceptron is {network.Shape}, without a hidden layer; models of its kind have one at least. The file is damaged.");
        }

        UaiHead? head = null;
        if (networks.Length == 2)
        {
            var shape = UaiHead.ShapeOn(network.Layers[^1].Shape.InputSize);
            if (networks[1].Layers.Count != 1 || networks[1].Layers[0].Shape != shape)
            {
                throw new ModelFormatException(
                    $"The UAI head is a network {networks[1].Shape}, and one layer {shape} is needed; the file is damaged.");
            }

            head = new UaiHead(networks[1].Layers[0], NetworkContent.HeadOptions(reader.Options));
        }

        return new MlpModel(network, head, engineName);
    }
}
