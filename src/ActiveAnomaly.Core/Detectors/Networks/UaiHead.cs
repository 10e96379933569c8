using ActiveAnomaly.Graphs;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>A trained UAI head: u = sigmoid(w [z, s] + b). Immutable and thread safe.</summary>
public sealed class UaiHead
{
    private readonly float[] _parameters;

    internal UaiHead(float[] parameters, UaiHeadOptions options)
    {
        _parameters = parameters;
        Options = options;
    }

    internal UaiHead(LayerParameters layer, UaiHeadOptions options)
        : this([.. layer.Weights, .. layer.Biases], options)
    {
    }

    /// <summary>Gets what the head's output is used for.</summary>
    public UaiHeadOptions Options { get; }

    /// <summary>Gets the parameters [h + 2]: the weights of the code z, the weight of the score s, the offset b.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>Gives the shape of a head on codes [h] and a score.</summary>
    internal static LayerShape ShapeOn(int codeSize) => new(codeSize + 1, 1, Activation.None, HasBias: true);

    /// <summary>Gives the head as a layer from code and score to the logit.</summary>
    internal LayerParameters ToLayer() =>
        LayerParameters.Copy(ShapeOn(_parameters.Length - 2), _parameters.AsSpan()[..^1], [], [], _parameters.AsSpan()[^1..]);

    internal float Output(ReadOnlySpan<float> code, float score) => Kernels.ScalarKernels.SigmoidOf(Logit(code, score));

    /// <summary>Adds what <see cref="Output"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="codes">Single [rows x h].</param>
    /// <param name="score">Single [rows].</param>
    /// <returns>Single [rows].</returns>
    internal GraphValue AddOutput(GraphBuilder graph, GraphValue codes, GraphValue score)
    {
        ReadOnlySpan<float> weights = _parameters.AsSpan(0, _parameters.Length - 1);
        var inputs = graph.Concatenate(1, codes, graph.Unsqueeze(score, 1));
        if (graph.NeedsSameBits)
        {
            var logit = FusedSums.MatMul(graph, inputs, weights, [_parameters[^1]]);
            return ExponentialGraph.Sigmoid(graph, graph.Squeeze(logit, 1));
        }

        double[] exact = [.. weights.ToArray().Select(weight => (double)weight)];
        var product = graph.MatMul(graph.Cast(inputs, GraphElementType.Double), graph.Constant<double>(exact, [exact.Length, 1]));
        var sum = graph.Add(graph.Squeeze(product, 1), graph.Scalar((double)_parameters[^1]));
        return graph.Sigmoid(graph.Cast(sum, GraphElementType.Single));
    }

    /// <summary>The logit w [z, s] + b, in a fixed order.</summary>
    private float Logit(ReadOnlySpan<float> code, float score)
    {
        var sum = _parameters[^1];
        for (var k = 0; k < code.Length; k++)
        {
            sum = MathF.FusedMultiplyAdd(_parameters[k], code[k], sum);
        }

        return MathF.FusedMultiplyAdd(_parameters[^2], score, sum);
    }
}
