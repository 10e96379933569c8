using ActiveAnomaly.Networks;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.FeaWad;

/// <summary>The networks of FeaWAD, as training starts from them: Glorot's normal distribution, biases 0.</summary>
internal sealed class FeaWadParts
{
    private FeaWadParts(NetworkPart encoder, NetworkPart decoder, IReadOnlyList<NetworkPart> scoreLayers)
    {
        Encoder = encoder;
        Decoder = decoder;
        ScoreLayers = scoreLayers;
    }

    /// <summary>Gets the network from rows to codes.</summary>
    public NetworkPart Encoder { get; }

    /// <summary>Gets the network from codes to rows.</summary>
    public NetworkPart Decoder { get; }

    /// <summary>Gets the layers from the encoding to the score, each of which takes the norm of the residual beside its input.</summary>
    public IReadOnlyList<NetworkPart> ScoreLayers { get; }

    /// <summary>Gets all of them.</summary>
    public IReadOnlyList<NetworkPart> All => [Encoder, Decoder, .. ScoreLayers];

    /// <summary>Draws an autoencoder for rows of d features: rectifiers throughout.</summary>
    public static (NetworkParameters Encoder, NetworkParameters Decoder) DrawAutoencoder(
        int featureCount, FeaWadOptions options, SeededRandom random)
    {
        int[] encoder = [featureCount, .. options.EncoderSizes ?? [featureCount, FeaWadOptions.Defaults.HiddenSize], options.CodeSize];
        int[] decoder = [options.CodeSize, .. options.DecoderSizes ?? [FeaWadOptions.Defaults.HiddenSize], featureCount];
        return (Draw(encoder, random.Derive("encoder")), Draw(decoder, random.Derive("decoder")));

        static NetworkParameters Draw(int[] sizes, SeededRandom random) => NetworkParameters.Draw(
            NetworkShape.Of(
                [.. sizes.Zip(sizes.Skip(1), (inputs, outputs) => new LayerShape(inputs, outputs, Activation.Relu, HasBias: true))]),
            random,
            InitialWeights.GlorotNormal);
    }

    /// <summary>Puts layers that score on top of an autoencoder.</summary>
    public static FeaWadParts Of(NetworkParameters encoder, NetworkParameters decoder, FeaWadOptions options, SeededRandom random)
    {
        int[] sizes = [.. options.ScoreSizes ?? FeaWadOptions.Defaults.ScoreSizes, 1];
        var layers = new List<NetworkPart>();
        var inputSize = encoder.Shape.InputSize + encoder.Shape.OutputSize;
        for (var i = 0; i < sizes.Length; i++)
        {
            var activation = i == sizes.Length - 1 ? Activation.None : Activation.Relu;
            var shape = NetworkShape.Of(new LayerShape(inputSize + 1, sizes[i], activation, HasBias: true));
            layers.Add(new NetworkPart(
                $"score layer {i}", NetworkParameters.Draw(shape, random.Derive("score layer", i), InitialWeights.GlorotNormal)));
            inputSize = sizes[i];
        }

        return new FeaWadParts(new NetworkPart("encoder", encoder), new NetworkPart("decoder", decoder), layers);
    }

    /// <summary>Computes the scores of a pass's rows.</summary>
    public PassValue Score(TrainingPass pass)
    {
        var codes = pass.Apply(Encoder, pass.Inputs);
        var residuals = pass.Subtract(pass.Inputs, pass.Apply(Decoder, codes));
        var norms = pass.Norm(residuals);
        var value = pass.Concatenate(pass.Direction(residuals), codes);
        foreach (var layer in ScoreLayers)
        {
            value = pass.Apply(layer, pass.Concatenate(value, norms));
        }

        return value;
    }
}
