using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Reference;

/// <summary>A network without batch normalisation, of one row, in double precision.</summary>
internal static class ReferencePerceptron
{
    public static double[] Run(NetworkParameters network, IReadOnlyList<double> row) => Run(network.Shape, Numbers(network), row);

    /// <summary>Runs a row through a network whose numbers lie in one list, as <see cref="Numbers"/> gives them.</summary>
    public static double[] Run(NetworkShape shape, ReadOnlySpan<double> numbers, IReadOnlyList<double> row)
    {
        double[] values = [.. row];
        foreach (var layer in shape.Layers)
        {
            var outputs = new double[layer.OutputSize];
            var weights = numbers[..(layer.OutputSize * values.Length)];
            numbers = numbers[weights.Length..];
            for (var o = 0; o < outputs.Length; o++)
            {
                outputs[o] = layer.HasBias ? numbers[o] : 0;
                for (var i = 0; i < values.Length; i++)
                {
                    outputs[o] += weights[(o * values.Length) + i] * values[i];
                }

                outputs[o] = layer.Activation switch
                {
                    Activation.None => outputs[o],
                    Activation.Relu => Math.Max(outputs[o], 0),
                    Activation.LeakyRelu => outputs[o] > 0 ? outputs[o] : 0.01 * outputs[o],
                    Activation.Sigmoid => 1 / (1 + Math.Exp(-outputs[o])),
                    Activation.Tanh => Math.Tanh(outputs[o]),
                    var other => throw new NotSupportedException($"{other}"),
                };
            }

            numbers = numbers[(layer.HasBias ? outputs.Length : 0)..];
            values = outputs;
        }

        return values;
    }

    /// <summary>Gives a network's numbers in one list, layer by layer: weights, a row an output, then biases.</summary>
    public static double[] Numbers(NetworkParameters network) =>
        [.. network.Layers.SelectMany(layer => (float[])[.. layer.Weights, .. layer.Biases]).Select(number => (double)number)];
}
