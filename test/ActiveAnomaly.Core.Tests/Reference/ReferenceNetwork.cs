using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Reference;

/// <summary>A network in double precision: forward, backward and Adam.</summary>
internal sealed class ReferenceNetwork
{
    private readonly double[][] _firstMoments;
    private readonly double[][] _secondMoments;
    private int _step;

    public ReferenceNetwork(NetworkParameters start)
    {
        Layers = [.. start.Layers.Select(layer => new ReferenceLayer(layer))];
        _firstMoments = [.. Layers.Select(layer => new double[layer.Weights.Length])];
        _secondMoments = [.. Layers.Select(layer => new double[layer.Weights.Length])];
    }

    public ReferenceLayer[] Layers { get; }

    public double[,] Forward(double[,] input, bool batchStatistics)
    {
        foreach (var layer in Layers)
        {
            input = layer.Forward(input, batchStatistics);
        }

        return input;
    }

    /// <summary>Adds to the weights' gradients; gives dL/d(input). A further gradient may enter at the outputs of an inner layer.</summary>
    public double[,] Backward(double[,] gradient, int? innerLayer = null, double[,]? innerGradient = null)
    {
        for (var l = Layers.Length - 1; l >= 0; l--)
        {
            for (var i = 0; l == innerLayer && i < gradient.Length; i++)
            {
                gradient[i / gradient.GetLength(1), i % gradient.GetLength(1)] +=
                    innerGradient![i / gradient.GetLength(1), i % gradient.GetLength(1)];
            }

            gradient = Layers[l].Backward(gradient);
        }

        return gradient;
    }

    public void ClearGradients()
    {
        foreach (var layer in Layers)
        {
            Array.Clear(layer.WeightGradient);
        }
    }

    /// <summary>One step of torch.optim.Adam(lr, weight_decay): the decay is added to the gradient.</summary>
    public void Optimize(double learningRate, double weightDecay)
    {
        const double beta1 = 0.9;
        const double beta2 = 0.999;
        _step++;
        for (var l = 0; l < Layers.Length; l++)
        {
            var (weights, gradient, first, second) = (Layers[l].Weights, Layers[l].WeightGradient, _firstMoments[l], _secondMoments[l]);
            for (var i = 0; i < weights.Length; i++)
            {
                var g = gradient[i] + (weightDecay * weights[i]);
                first[i] = (beta1 * first[i]) + ((1 - beta1) * g);
                second[i] = (beta2 * second[i]) + ((1 - beta2) * g * g);
                var unbiasedFirst = first[i] / (1 - Math.Pow(beta1, _step));
                var unbiasedSecond = second[i] / (1 - Math.Pow(beta2, _step));
                weights[i] -= learningRate * unbiasedFirst / (Math.Sqrt(unbiasedSecond) + 1e-8);
            }
        }
    }
}
