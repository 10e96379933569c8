using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Reference;

/// <summary>A network without batch normalisation, of one row, in double precision.</summary>
internal static class ReferencePerceptron
{
    public static double[] Run(NetworkParameters network, IReadOnlyList<double> row)
    {
        double[] values = [.. row];
        foreach (var layer in network.Layers)
        {
            var outputs = new double[layer.Shape.OutputSize];
            for (var o = 0; o < outputs.Length; o++)
            {
                outputs[o] = layer.Shape.HasBias ? layer.Biases[o] : 0;
                for (var i = 0; i < values.Length; i++)
                {
                    outputs[o] += layer.Weights[(o * values.Length) + i] * values[i];
                }

                outputs[o] = layer.Shape.Activation switch
                {
                    Activation.None => outputs[o],
                    Activation.Relu => Math.Max(outputs[o], 0),
                    Activation.LeakyRelu => outputs[o] > 0 ? outputs[o] : 0.01 * outputs[o],
                    Activation.Sigmoid => 1 / (1 + Math.Exp(-outputs[o])),
                    Activation.Tanh => Math.Tanh(outputs[o]),
                    var other => throw new NotSupportedException($"{other}"),
                };
            }

            values = outputs;
        }

        return values;
    }
}
