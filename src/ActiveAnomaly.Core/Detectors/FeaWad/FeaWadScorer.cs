using System.Buffers;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.FeaWad;

/// <summary>
/// Scores rows with a trained autoencoder and the layers on top of it. Immutable, thread safe, the same bits for a row in any batch.
/// </summary>
internal sealed class FeaWadScorer
{
    /// <summary>
    /// Sums of the same bits take several numbers of double precision for each one: few rows at a time stay in the cache.
    /// </summary>
    private const int GraphBlockRowCount = 1024;

    private readonly InferenceNetwork _encoder;
    private readonly InferenceNetwork _decoder;
    private readonly InferenceNetwork[] _layers;
    private readonly int _width;

    public FeaWadScorer(NetworkParameters encoder, NetworkParameters decoder, IReadOnlyList<NetworkParameters> scoreLayers)
    {
        var kernels = KernelSet.For(VectorPaths.Default);
        _encoder = new InferenceNetwork(encoder, kernels);
        _decoder = new InferenceNetwork(decoder, kernels);
        _layers = [.. scoreLayers.Select(layer => new InferenceNetwork(layer, kernels))];
        _width = _layers.Max(layer => layer.InputSize);
    }

    private int FeatureCount => _encoder.InputSize;

    private int CodeSize => _encoder.OutputSize;

    /// <summary>Scores rows. Allocates nothing.</summary>
    /// <param name="rows">Row-major [n x d].</param>
    /// <param name="scores">Receives n scores.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) => _encoder.Run(
        rows,
        scores.Length,
        new Rows(this, rows, scores),
        static (state, first, count, codes) => state.Scorer.ScoreBlock(
            state.Values.Slice(first * state.Scorer.FeatureCount, count * state.Scorer.FeatureCount),
            codes,
            state.Scores.Slice(first, count)),
        cancellationToken);

    /// <summary>Adds the scores of rows to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d].</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddScore(GraphBuilder graph, GraphValue rows) => graph.NeedsSameBits
        ? graph.InRowBlocks(rows, GraphBlockRowCount, block => AddBlock(graph, block))
        : AddBlock(graph, rows);

    private GraphValue AddBlock(GraphBuilder graph, GraphValue rows)
    {
        var codes = _encoder.AddTo(graph, rows);
        var residuals = graph.Subtract(rows, _decoder.AddTo(graph, codes));
        var norms = Norms(graph, residuals);
        var hasDirection = graph.GreaterOrEqual(norms, graph.Scalar(DirectionOperation.SmallestNorm));
        var directions = graph.Where(hasDirection, graph.Divide(residuals, norms), graph.Scalar(0f));
        var value = graph.Concatenate(1, directions, codes);
        foreach (var layer in _layers)
        {
            value = layer.AddTo(graph, graph.Concatenate(1, value, norms));
        }

        return graph.Squeeze(value, 1);
    }

    /// <summary>The norms of rows, Single [rows x 1]: squares in double precision, which holds each exactly.</summary>
    private static GraphValue Norms(GraphBuilder graph, GraphValue residuals)
    {
        var exact = graph.Cast(residuals, GraphElementType.Double);
        var squares = graph.Multiply(exact, exact);
        var sums = graph.NeedsSameBits
            ? graph.Scan(
                [graph.Expand(graph.Scalar(0.0), graph.SizeOf(residuals, 0))],
                [squares],
                [1],
                (states, steps) => [graph.Add(states[0], steps[0])])[0]
            : graph.ReduceSum(squares, 1);
        return graph.Unsqueeze(graph.Cast(graph.Sqrt(sums), GraphElementType.Single), 1);
    }

    private void ScoreBlock(ReadOnlySpan<float> rows, ReadOnlySpan<float> codes, Span<float> scores)
    {
        var count = scores.Length;
        var memory = ArrayPool<float>.Shared.Rent(count * (CodeSize + 1 + (2 * _width)));
        try
        {
            var packed = memory.AsSpan(0, count * CodeSize);
            var norms = memory.AsSpan(packed.Length, count);
            var inputs = memory.AsSpan(packed.Length + count, count * _width);
            var outputs = memory.AsSpan(packed.Length + count + inputs.Length, count * _width);
            for (var i = 0; i < count; i++)
            {
                codes.Slice(i * _encoder.OutputStride, CodeSize).CopyTo(packed[(i * CodeSize)..]);
            }

            _decoder.Run(
                packed,
                count,
                new Encoding(this, rows, packed, norms, inputs),
                static (state, first, blockCount, made) => state.Scorer.Encode(state, first, blockCount, made));
            for (var l = 0; l < _layers.Length; l++)
            {
                var isLast = l == _layers.Length - 1;
                var layer = _layers[l];
                layer.Run(
                    inputs[..(count * layer.InputSize)],
                    count,
                    new Layer(layer, norms, isLast ? scores : outputs, isLast),
                    static (state, first, blockCount, values) => state.Receive(first, blockCount, values));
                var free = inputs;
                inputs = outputs;
                outputs = free;
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(memory);
        }
    }

    /// <summary>Sets the direction of the residual, the code and the norm of each row, of what the decoder made of the code.</summary>
    private void Encode(Encoding state, int first, int count, ReadOnlySpan<float> made)
    {
        var width = FeatureCount + CodeSize + 1;
        for (var i = 0; i < count; i++)
        {
            var row = state.Rows.Slice((first + i) * FeatureCount, FeatureCount);
            var encoding = state.Encodings.Slice((first + i) * width, width);
            var residual = encoding[..FeatureCount];
            for (var k = 0; k < residual.Length; k++)
            {
                residual[k] = row[k] - made[(i * _decoder.OutputStride) + k];
            }

            var norm = NormOperation.Of(residual);
            DirectionOperation.Of(residual, norm, residual);
            state.Codes.Slice((first + i) * CodeSize, CodeSize).CopyTo(encoding[FeatureCount..]);
            encoding[^1] = state.Norms[first + i] = norm;
        }
    }

    private readonly ref struct Rows(FeaWadScorer scorer, ReadOnlySpan<float> values, Span<float> scores)
    {
        public FeaWadScorer Scorer { get; } = scorer;

        public ReadOnlySpan<float> Values { get; } = values;

        public Span<float> Scores { get; } = scores;
    }

    private readonly ref struct Encoding(
        FeaWadScorer scorer, ReadOnlySpan<float> rows, ReadOnlySpan<float> codes, Span<float> norms, Span<float> encodings)
    {
        public FeaWadScorer Scorer { get; } = scorer;

        public ReadOnlySpan<float> Rows { get; } = rows;

        public ReadOnlySpan<float> Codes { get; } = codes;

        public Span<float> Norms { get; } = norms;

        public Span<float> Encodings { get; } = encodings;
    }

    /// <summary>Where a layer's outputs go: with the norm beside them, as the next layer takes them, or as scores.</summary>
    private readonly ref struct Layer(InferenceNetwork network, ReadOnlySpan<float> norms, Span<float> receiver, bool isLast)
    {
        private readonly ReadOnlySpan<float> _norms = norms;
        private readonly Span<float> _receiver = receiver;

        public void Receive(int first, int count, ReadOnlySpan<float> values)
        {
            var size = network.OutputSize;
            var width = isLast ? 1 : size + 1;
            for (var i = 0; i < count; i++)
            {
                var next = _receiver.Slice((first + i) * width, width);
                values.Slice(i * network.OutputStride, size).CopyTo(next);
                if (!isLast)
                {
                    next[^1] = _norms[first + i];
                }
            }
        }
    }
}
