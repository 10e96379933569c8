using System.Buffers;
using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Networks;

/// <summary>
/// A trained network in evaluation mode, with batch normalisation folded into weights and offsets. Immutable and thread
/// safe. A row's output has the same bits in any batch, alone, on any thread and at any vector width.
/// </summary>
internal sealed class InferenceNetwork
{
    /// <summary>How many rows go through the layers together: small enough that activations stay in the first-level cache.</summary>
    private const int BlockRowCount = 64;

    /// <summary>
    /// The most numbers of scratch, so that a network of one very wide layer does not take memory for a block of such rows.
    /// </summary>
    private const int ScratchLimit = 1 << 22;

    /// <summary>Scratch up to this many numbers lies on the stack: one row of any usual network.</summary>
    private const int StackLimit = 2048;

    private readonly KernelSet _kernels;
    private readonly FoldedLayer[] _layers;
    private readonly int _widest;

    public InferenceNetwork(NetworkParameters parameters, KernelSet kernels)
    {
        _kernels = kernels;
        _layers = [.. parameters.Layers.Select(layer => new FoldedLayer(layer))];
        _widest = KernelSet.Padded(parameters.Shape.WidestLayer);
        InputSize = parameters.Shape.InputSize;
        OutputSize = parameters.Shape.OutputSize;
        OutputStride = KernelSet.Padded(OutputSize);
    }

    public int InputSize { get; }

    public int OutputSize { get; }

    /// <summary>Gets the number of elements from one row's output to the next's.</summary>
    public int OutputStride { get; }

    /// <summary>Receives the outputs of some rows: [rowCount x OutputSize], with stride OutputStride.</summary>
    public delegate void OutputReceiver<TState>(TState state, int firstRow, int rowCount, ReadOnlySpan<float> outputs)
        where TState : allows ref struct;

    /// <summary>Runs all rows [n x d] through the network, a block at a time. Allocates nothing that grows with n.</summary>
    public void Run<TState>(
        ReadOnlySpan<float> rows,
        int rowCount,
        TState state,
        OutputReceiver<TState> receiver,
        CancellationToken cancellationToken = default)
        where TState : allows ref struct
    {
        var block = Math.Min(rowCount, Math.Clamp(ScratchLimit / (2 * _widest), 1, BlockRowCount));
        var needed = 2 * block * _widest;
        float[]? rented = null;
        var scratch = needed <= StackLimit ? stackalloc float[StackLimit] : (rented = ArrayPool<float>.Shared.Rent(needed));
        try
        {
            for (var first = 0; first < rowCount; first += block)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(block, rowCount - first);
                var output = RunBlock(
                    rows.Slice(first * InputSize, count * InputSize),
                    count,
                    scratch[..(block * _widest)],
                    scratch[(block * _widest)..needed]);
                receiver(state, first, count, output);
            }
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<float>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Adds the layers to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x inputs].</param>
    /// <returns>Single [rows x outputs].</returns>
    public GraphValue AddTo(GraphBuilder graph, GraphValue rows) =>
        _layers.Aggregate(rows, (value, layer) => layer.AddTo(graph, value));

    private ReadOnlySpan<float> RunBlock(ReadOnlySpan<float> rows, int rowCount, Span<float> even, Span<float> odd)
    {
        var input = rows;
        var inputStride = InputSize;
        for (var i = 0; i < _layers.Length; i++)
        {
            var output = i % 2 == 0 ? even : odd;
            _layers[i].Run(_kernels, input, inputStride, rowCount, output);
            input = output;
            inputStride = _layers[i].OutputStride;
        }

        return input;
    }

    /// <summary>A layer as y = activation(x W + o): W [inputs x padded outputs] with batch normalisation's scale, o its offset.</summary>
    private sealed class FoldedLayer
    {
        private readonly LayerShape _shape;
        private readonly float[] _weights;
        private readonly float[]? _offsets;

        public FoldedLayer(LayerParameters parameters)
        {
            _shape = parameters.Shape;
            OutputStride = KernelSet.Padded(_shape.OutputSize);
            _weights = new float[_shape.InputSize * OutputStride];
            var normalized = _shape.Activation == Activation.BatchNormLeakyRelu;
            _offsets = normalized || _shape.HasBias ? new float[OutputStride] : null;
            for (var output = 0; output < _shape.OutputSize; output++)
            {
                var scale = 1.0;
                if (normalized)
                {
                    scale = 1 / Math.Sqrt((double)parameters.RunningVariance[output] + NetworkShape.BatchNormEpsilon);
                    _offsets![output] =
                        (float)(((_shape.HasBias ? parameters.Biases[output] : 0.0) - parameters.RunningMean[output]) * scale);
                }
                else if (_shape.HasBias)
                {
                    _offsets![output] = parameters.Biases[output];
                }

                for (var input = 0; input < _shape.InputSize; input++)
                {
                    _weights[(input * OutputStride) + output] = (float)(parameters.Weights[(output * _shape.InputSize) + input] * scale);
                }
            }
        }

        public int OutputStride { get; }

        public GraphValue AddTo(GraphBuilder graph, GraphValue input)
        {
            var weights = new float[_shape.InputSize * _shape.OutputSize];
            for (var row = 0; row < _shape.InputSize; row++)
            {
                _weights.AsSpan(row * OutputStride, _shape.OutputSize).CopyTo(weights.AsSpan(row * _shape.OutputSize));
            }

            ReadOnlySpan<float> offsets = _offsets is null ? new float[_shape.OutputSize] : _offsets.AsSpan(0, _shape.OutputSize);
            if (graph.NeedsSameBits)
            {
                return AddActivation(graph, FusedSums.MatMul(graph, input, weights, offsets));
            }

            var value = graph.MatMul(input, graph.Constant<float>(weights, [_shape.InputSize, _shape.OutputSize]));
            return AddActivation(graph, _offsets is null ? value : graph.Add(value, graph.Constant(offsets)));
        }

        public void Run(KernelSet kernels, ReadOnlySpan<float> input, int inputStride, int rowCount, Span<float> output)
        {
            if (_offsets is not null)
            {
                for (var row = 0; row < rowCount; row++)
                {
                    _offsets.CopyTo(output[(row * OutputStride)..]);
                }
            }

            kernels.Multiply(
                input,
                inputStride,
                1,
                _weights,
                OutputStride,
                output,
                OutputStride,
                rowCount,
                _shape.InputSize,
                OutputStride,
                accumulate: _offsets is not null);
            var values = output[..(rowCount * OutputStride)];
            switch (_shape.Activation)
            {
                case Activation.BatchNormLeakyRelu or Activation.LeakyRelu:
                    kernels.LeakyRelu(values, NetworkShape.LeakySlope);
                    break;
                case Activation.Relu:
                    kernels.LeakyRelu(values, slope: 0f);
                    break;
                case Activation.Tanh:
                    kernels.Tanh(values, values);
                    break;
                case Activation.Sigmoid:
                    kernels.Sigmoid(values, values);
                    break;
                default:
                    break;
            }
        }

        private GraphValue AddActivation(GraphBuilder graph, GraphValue value) => _shape.Activation switch
        {
            Activation.BatchNormLeakyRelu or Activation.LeakyRelu => graph.LeakyRelu(value, NetworkShape.LeakySlope),
            Activation.Relu => graph.Relu(value),
            Activation.Tanh => graph.NeedsSameBits ? ExponentialGraph.Tanh(graph, value) : graph.Tanh(value),
            Activation.Sigmoid => graph.NeedsSameBits ? ExponentialGraph.Sigmoid(graph, value) : graph.Sigmoid(value),
            _ => value,
        };
    }
}
