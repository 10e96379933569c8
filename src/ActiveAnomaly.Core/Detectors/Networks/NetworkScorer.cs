using System.Buffers;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>
/// Scores rows with a trained network: by the distance of the code from a centre, by the reconstruction error, or by the one output
/// that follows on the code; and by a UAI head on top of any. Immutable, thread safe, the same bits for a row in any batch.
/// </summary>
internal sealed class NetworkScorer
{
    private readonly KernelSet _kernels = KernelSet.For(VectorPaths.Default);
    private readonly InferenceNetwork _encoder;
    private readonly InferenceNetwork? _decoder;
    private readonly InferenceNetwork? _output;
    private readonly float[] _center;
    private readonly UaiHead? _head;

    /// <summary>Scores by the distance from <paramref name="center"/>.</summary>
    public NetworkScorer(NetworkParameters encoder, float[] center, UaiHead? head)
    {
        _encoder = new InferenceNetwork(encoder, _kernels);
        _center = center;
        _head = head;
    }

    /// <summary>
    /// Scores by the reconstruction error of an autoencoder whose first <paramref name="encoderLayerCount"/> layers are the
    /// encoder.
    /// </summary>
    public NetworkScorer(NetworkParameters autoencoder, int encoderLayerCount, UaiHead? head)
    {
        _encoder = new InferenceNetwork(autoencoder.FirstLayers(encoderLayerCount), _kernels);
        _decoder = new InferenceNetwork(autoencoder.LayersFrom(encoderLayerCount), _kernels);
        _center = [];
        _head = head;
    }

    private NetworkScorer(NetworkParameters encoder, NetworkParameters output, UaiHead? head)
    {
        _encoder = new InferenceNetwork(encoder, _kernels);
        _output = new InferenceNetwork(output, _kernels);
        _center = [];
        _head = head;
    }

    public int CodeSize => _encoder.OutputSize;

    /// <summary>Gets a value indicating whether queries are made by something else than the scores.</summary>
    public bool QueriesByOther => _head is not null && _head.Options.QueryBy != _head.Options.ScoreBy;

    /// <summary>Scores by a network's one output; the code is what its last layer reads.</summary>
    public static NetworkScorer OfOutput(NetworkParameters network, UaiHead? head)
    {
        var hidden = network.Shape.Layers.Count - 1;
        return new NetworkScorer(network.FirstLayers(hidden), network.LayersFrom(hidden), head);
    }

    /// <summary>
    /// scores[i] = s of row i, or u where the head's options say so; with <paramref name="queryScores"/>, which may be empty,
    /// the other of the two goes there.
    /// </summary>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores, Span<float> queryScores, CancellationToken cancellationToken)
    {
        var state = new State(this, rows, scores, queryScores);
        _encoder.Run(
            rows,
            scores.Length,
            state,
            static (state, first, count, outputs) => state.Scorer.ScoreBlock(state, first, count, outputs),
            cancellationToken);
    }

    /// <summary>Adds the scores of rows to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d].</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddScore(GraphBuilder graph, GraphValue rows)
    {
        // Sums of the same bits take several numbers of double precision for each one: few rows at a time stay in the cache.
        const int blockRowCount = 1024;
        return graph.NeedsSameBits
            ? graph.InRowBlocks(rows, blockRowCount, block => AddBlock(graph, block))
            : AddBlock(graph, rows);
    }

    private GraphValue AddBlock(GraphBuilder graph, GraphValue rows)
    {
        var codes = _encoder.AddTo(graph, rows);
        var own = _output is not null ? graph.Squeeze(_output.AddTo(graph, codes), 1)
            : _decoder is null ? SumOfSquares(graph, graph.Subtract(codes, graph.Constant<float>(_center)), KernelSet.DistanceSumCount)
            : graph.Divide(
                SumOfSquares(graph, graph.Subtract(_decoder.AddTo(graph, codes), rows), 1), graph.Scalar((float)_encoder.InputSize));
        return _head is { Options.ScoreBy: UaiOutput.Head } ? AddHead(graph, _head, codes, own) : own;
    }

    /// <summary>Gives the codes of all rows, row-major [n x h].</summary>
    public float[] Codes(ReadOnlySpan<float> rows, int rowCount, CancellationToken cancellationToken)
    {
        var codes = new float[checked(rowCount * CodeSize)];
        _encoder.Run(
            rows,
            rowCount,
            (codes, _encoder),
            static (state, first, count, outputs) =>
            {
                var (codes, encoder) = state;
                for (var i = 0; i < count; i++)
                {
                    outputs.Slice(i * encoder.OutputStride, encoder.OutputSize).CopyTo(codes.AsSpan((first + i) * encoder.OutputSize));
                }
            },
            cancellationToken);
        return codes;
    }

    /// <summary>Gives what the autoencoder makes of a row.</summary>
    /// <param name="row">The row [d].</param>
    /// <returns>Its reconstruction [d].</returns>
    private float[] Reconstruction(ReadOnlySpan<float> row)
    {
        var reconstruction = new float[row.Length];
        _decoder!.Run(
            Codes(row, 1, CancellationToken.None),
            1,
            reconstruction,
            static (state, _, _, outputs) => outputs[..state.Length].CopyTo(state));
        return reconstruction;
    }

    /// <summary>Adds what each feature's share (y - x)^2 / d of a row's reconstruction error is more than the reference's.</summary>
    /// <param name="row">The row [d].</param>
    /// <param name="reference">The reference [d].</param>
    /// <param name="contributions">What is added to [d].</param>
    public void AddErrorContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        var (ofRow, ofReference) = (Reconstruction(row), Reconstruction(reference));
        for (var k = 0; k < row.Length; k++)
        {
            var (error, referenceError) = ((double)ofRow[k] - row[k], (double)ofReference[k] - reference[k]);
            contributions[k] += ((error * error) - (referenceError * referenceError)) / row.Length;
        }
    }

    private static GraphValue SumOfSquares(GraphBuilder graph, GraphValue differences, int sumCount)
    {
        if (graph.NeedsSameBits)
        {
            return FusedSums.OfSquares(graph, differences, sumCount);
        }

        var exact = graph.Cast(differences, GraphElementType.Double);
        return graph.Cast(graph.ReduceSum(graph.Multiply(exact, exact), 1), GraphElementType.Single);
    }

    /// <summary>Adds the head's output; where the score is no finite number, that stays.</summary>
    private static GraphValue AddHead(GraphBuilder graph, UaiHead head, GraphValue codes, GraphValue own)
    {
        var output = head.AddOutput(graph, codes, own);
        return graph.Where(graph.Less(graph.Absolute(own), graph.Scalar(float.PositiveInfinity)), output, own);
    }

    private void ScoreBlock(State state, int first, int count, ReadOnlySpan<float> codes)
    {
        var scores = state.Scores.Slice(first, count);
        if (_output is not null)
        {
            Follow(_output, codes, new State(this, default, scores, default), static (state, first, count, outputs) =>
            {
                for (var i = 0; i < count; i++)
                {
                    state.Scores[first + i] = outputs[i * state.Scorer._output!.OutputStride];
                }
            });
        }
        else if (_decoder is null)
        {
            _kernels.SquaredDistances(codes, _encoder.OutputStride, count, _center, scores);
        }
        else
        {
            var rows = state.Rows.Slice(first * _encoder.InputSize, count * _encoder.InputSize);
            Follow(_decoder, codes, new State(this, rows, scores, default), static (state, first, count, outputs) =>
            {
                var width = state.Scorer._encoder.InputSize;
                var stride = state.Scorer._decoder!.OutputStride;
                for (var i = 0; i < count; i++)
                {
                    state.Scores[first + i] = RowErrorOperation.Of(
                        outputs.Slice(i * stride, width),
                        state.Rows.Slice((first + i) * width, width));
                }
            });
        }

        if (_head is not null)
        {
            ApplyHead(_head, codes, scores, state.QueryScores.IsEmpty ? default : state.QueryScores.Slice(first, count));
        }
    }

    private void ApplyHead(UaiHead head, ReadOnlySpan<float> codes, Span<float> scores, Span<float> queryScores)
    {
        var scoreByHead = head.Options.ScoreBy == UaiOutput.Head;
        if (!scoreByHead && queryScores.IsEmpty)
        {
            return;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            var own = scores[i];

            // A sigmoid makes a share of anything: of a row that is beyond numbers it might say that it is normal.
            var output = float.IsFinite(own) ? head.Output(codes.Slice(i * _encoder.OutputStride, CodeSize), own) : own;
            if (!queryScores.IsEmpty)
            {
                queryScores[i] = head.Options.QueryBy == UaiOutput.Head ? output : own;
            }

            scores[i] = scoreByHead ? output : own;
        }
    }

    /// <summary>Runs the codes of a block, one for each score, through the network that follows on them.</summary>
    private void Follow(InferenceNetwork network, ReadOnlySpan<float> codes, State state, InferenceNetwork.OutputReceiver<State> receiver)
    {
        var count = state.Scores.Length;
        var packed = ArrayPool<float>.Shared.Rent(count * CodeSize);
        try
        {
            for (var i = 0; i < count; i++)
            {
                codes.Slice(i * _encoder.OutputStride, CodeSize).CopyTo(packed.AsSpan(i * CodeSize));
            }

            network.Run(packed.AsSpan(0, count * CodeSize), count, state, receiver);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(packed);
        }
    }

    private readonly ref struct State(NetworkScorer scorer, ReadOnlySpan<float> rows, Span<float> scores, Span<float> queryScores)
    {
        public NetworkScorer Scorer { get; } = scorer;

        public ReadOnlySpan<float> Rows { get; } = rows;

        public Span<float> Scores { get; } = scores;

        public Span<float> QueryScores { get; } = queryScores;
    }
}
