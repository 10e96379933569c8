using System.Numerics;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.DeepIsolationForest;

/// <summary>
/// A layer that random networks share: y = ((x * r) W) * s, with weights W of all of them, and factors r and s of each. Immutable and
/// thread safe.
/// </summary>
internal sealed class RandomLayer
{
    private readonly float[] _weights;
    private readonly float[] _padded;
    private readonly float[] _inputFactors;
    private readonly float[] _outputFactors;

    /// <summary>Makes a layer of its numbers.</summary>
    /// <param name="inputSize">The number of inputs.</param>
    /// <param name="outputSize">The number of outputs.</param>
    /// <param name="weights">W, row-major [inputs x outputs].</param>
    /// <param name="inputFactors">r of every network [networks x inputs].</param>
    /// <param name="outputFactors">s of every network [networks x outputs].</param>
    public RandomLayer(int inputSize, int outputSize, float[] weights, float[] inputFactors, float[] outputFactors)
    {
        InputSize = inputSize;
        OutputSize = outputSize;
        OutputStride = KernelSet.Padded(outputSize);
        _weights = weights;
        _inputFactors = inputFactors;
        _outputFactors = outputFactors;
        _padded = new float[inputSize * OutputStride];
        for (var input = 0; input < inputSize; input++)
        {
            weights.AsSpan(input * outputSize, outputSize).CopyTo(_padded.AsSpan(input * OutputStride));
        }
    }

    /// <summary>Gets the number of inputs.</summary>
    public int InputSize { get; }

    /// <summary>Gets the number of outputs.</summary>
    public int OutputSize { get; }

    /// <summary>Gets the number of elements from one row's output to the next's.</summary>
    public int OutputStride { get; }

    /// <summary>Gets W, row-major [inputs x outputs].</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Gets r of every network [networks x inputs].</summary>
    public ReadOnlySpan<float> InputFactors => _inputFactors;

    /// <summary>Gets s of every network [networks x outputs].</summary>
    public ReadOnlySpan<float> OutputFactors => _outputFactors;

    /// <summary>Draws a layer: every number from N(0, 1).</summary>
    /// <param name="inputSize">The number of inputs.</param>
    /// <param name="outputSize">The number of outputs.</param>
    /// <param name="memberCount">The number of networks.</param>
    /// <param name="layer">Which layer it is, from 0.</param>
    /// <param name="random">What the layer's streams of random numbers are derived from.</param>
    public static RandomLayer Draw(int inputSize, int outputSize, int memberCount, int layer, SeededRandom random) => new(
        inputSize,
        outputSize,
        Normal(checked(inputSize * outputSize), random.Derive("weights", layer)),
        Normal(checked(memberCount * inputSize), random.Derive("input factors", layer)),
        Normal(checked(memberCount * outputSize), random.Derive("output factors", layer)));

    /// <summary>inputs *= r, of one network.</summary>
    /// <param name="member">The network.</param>
    /// <param name="inputs">The rows' inputs, in place.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="rowCount">The number of rows.</param>
    public void ScaleInputs(int member, Span<float> inputs, int stride, int rowCount) =>
        Scale(inputs, stride, rowCount, _inputFactors.AsSpan(member * InputSize, InputSize));

    /// <summary>outputs = (inputs W) * s, of one network, for inputs that <see cref="ScaleInputs"/> scaled.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="member">The network.</param>
    /// <param name="inputs">The rows' inputs.</param>
    /// <param name="stride">From one row's inputs to the next's.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="outputs">Receives the outputs, with stride <see cref="OutputStride"/> and zeros between.</param>
    public void Run(KernelSet kernels, int member, ReadOnlySpan<float> inputs, int stride, int rowCount, Span<float> outputs)
    {
        kernels.Multiply(
            inputs, stride, 1, _padded, OutputStride, outputs, OutputStride, rowCount, InputSize, OutputStride, accumulate: false);
        Scale(outputs, OutputStride, rowCount, _outputFactors.AsSpan(member * OutputSize, OutputSize));
    }

    /// <summary>Adds the layer, for all networks, to a graph, with the kernels' bits.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Single [rows x networks x inputs], or [rows x 1 x inputs].</param>
    /// <returns>Single [rows x networks x outputs].</returns>
    public GraphValue AddTo(GraphBuilder graph, GraphValue inputs)
    {
        var memberCount = _inputFactors.Length / InputSize;
        var scaled = graph.Multiply(inputs, graph.Constant<float>(_inputFactors, [memberCount, InputSize]));
        var products = FusedSums.MatMul(graph, graph.Reshape(scaled, -1, InputSize), _weights, new float[OutputSize]);
        return graph.Multiply(
            graph.Reshape(products, -1, memberCount, OutputSize), graph.Constant<float>(_outputFactors, [memberCount, OutputSize]));
    }

    private static float[] Normal(int count, SeededRandom random)
    {
        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan())
        {
            number = (float)random.NextNormal();
        }

        return numbers;
    }

    /// <summary>Multiplies rows by factors, one a column: every product is rounded by itself, at any vector width.</summary>
    private static void Scale(Span<float> rows, int stride, int rowCount, ReadOnlySpan<float> factors)
    {
        for (var first = 0; first < rowCount * stride; first += stride)
        {
            var row = rows.Slice(first, factors.Length);
            var i = 0;
            for (; i + Vector<float>.Count <= row.Length; i += Vector<float>.Count)
            {
                (new Vector<float>(row[i..]) * new Vector<float>(factors[i..])).CopyTo(row[i..]);
            }

            for (; i < row.Length; i++)
            {
                row[i] *= factors[i];
            }
        }
    }
}
