using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.BiGan;

/// <summary>The networks of a bidirectional generative adversarial network, as training starts from them.</summary>
internal sealed class BiGanParts
{
    private readonly int _codeSize;
    private readonly NetworkPart _ofRows;
    private readonly NetworkPart _ofCodes;
    private readonly NetworkPart _joint;

    /// <summary>Draws the networks for rows of d features.</summary>
    public BiGanParts(int featureCount, BiGanOptions options, SeededRandom random)
    {
        _codeSize = options.CodeSize;
        int[] sizes = [featureCount, .. options.HiddenSizes ?? BiGanOptions.Defaults.HiddenSizes, _codeSize];
        Encoder = Part("encoder", sizes, Activation.LeakyRelu, Activation.None);
        Generator = Part("generator", [.. sizes.Reverse()], Activation.Relu, Activation.None);
        _ofRows = Part("discriminator of rows", [featureCount, options.RowUnitCount], Activation.LeakyRelu, Activation.LeakyRelu);
        _ofCodes = Part("discriminator of codes", [_codeSize, options.CodeUnitCount], Activation.LeakyRelu, Activation.LeakyRelu);
        _joint = Part(
            "discriminator",
            [options.RowUnitCount + options.CodeUnitCount, options.JointUnitCount, 1],
            Activation.LeakyRelu,
            Activation.None);

        NetworkPart Part(string name, int[] layerSizes, Activation hidden, Activation last) => new(
            name,
            NetworkParameters.Draw(
                NetworkShape.Of([.. layerSizes.Zip(layerSizes.Skip(1), (inputs, outputs) => (inputs, outputs)).Select(
                    (size, i) => new LayerShape(size.inputs, size.outputs, i == layerSizes.Length - 2 ? last : hidden, HasBias: true))]),
                random.Derive(name),
                InitialWeights.GlorotUniform));
    }

    /// <summary>Gets the network E from rows to codes.</summary>
    public NetworkPart Encoder { get; }

    /// <summary>Gets the network G from codes, or noise, to rows.</summary>
    public NetworkPart Generator { get; }

    /// <summary>Gets the networks that tell pairs of rows and codes apart.</summary>
    public IReadOnlyList<NetworkPart> Discriminator => [_ofRows, _ofCodes, _joint];

    /// <summary>Makes the loss of one side of the pairs (x, E(x)) and (G(z), z) of a pass's rows and as many rows of noise.</summary>
    public AdversarialObjective Objective(TrainingPass pass, AdversarialSide side, SeededRandom random)
    {
        var noise = pass.DrawNoise(_codeSize, random);
        return new AdversarialObjective(
            Logits(pass, pass.Inputs, pass.Apply(Encoder, pass.Inputs)), Logits(pass, pass.Apply(Generator, noise), noise), side);
    }

    private PassValue Logits(TrainingPass pass, PassValue rows, PassValue codes) =>
        pass.Apply(_joint, pass.Concatenate(pass.Apply(_ofRows, rows), pass.Apply(_ofCodes, codes)));
}
