using ActiveAnomaly.Networks;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Reference;

/// <summary>The values of one pass of a test's training run, made when an objective asks for them.</summary>
internal sealed class CaseValues(TrainingPass pass, NetworkPart encoder, NetworkPart? decoder, NetworkPart head, float[] center)
{
    private PassValue? _codes;
    private PassValue? _outputs;
    private PassValue? _scores;
    private PassValue? _logits;

    public PassValue Inputs => pass.Inputs;

    public PassValue Codes => _codes ??= pass.Apply(encoder, Inputs);

    public PassValue Outputs => _outputs ??= pass.Apply(decoder!, Codes);

    public PassValue Scores => _scores ??= decoder is null ? pass.SquaredDistance(Codes, center) : pass.RowError(Outputs, Inputs);

    public PassValue Logits => _logits ??= pass.Apply(head, pass.Concatenate(Codes, Scores));

    /// <summary>The head of given numbers: weights of the code, a weight of the score, an offset.</summary>
    public static NetworkPart HeadOf(float[] numbers)
    {
        var shape = new LayerShape(numbers.Length - 1, 1, Activation.None, HasBias: true);
        return new NetworkPart(
            "head",
            new NetworkParameters(
                NetworkShape.Of(shape),
                [LayerParameters.Copy(shape, numbers.AsSpan(..^1), [], [], numbers.AsSpan(^1..))]));
    }

    /// <summary>
    /// The parts that a network and its head make up: encoder, decoder if there are more layers than the encoder's, head.
    /// </summary>
    public static (NetworkPart Encoder, NetworkPart? Decoder, NetworkPart Head) PartsOf(
        NetworkParameters start, int encoderLayers, float[] head) => (
            new NetworkPart("encoder", start.FirstLayers(encoderLayers)),
            start.Layers.Count > encoderLayers ? new NetworkPart("decoder", start.LayersFrom(encoderLayers)) : null,
            HeadOf(head));
}
