using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>Scores rows by a network's one output. Immutable, thread safe, the same bits for a row in any batch.</summary>
/// <param name="network">The network, of one output.</param>
internal sealed class ScoreNetwork(NetworkParameters network)
{
    /// <summary>
    /// Sums of the same bits take several numbers of double precision for each one: few rows at a time stay in the cache.
    /// </summary>
    private const int GraphBlockRowCount = 1024;

    private readonly InferenceNetwork _network = new(network, KernelSet.For(VectorPaths.Default));

    /// <summary>Scores rows. Allocates nothing.</summary>
    /// <param name="rows">Row-major [n x d].</param>
    /// <param name="scores">Receives n scores.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) => _network.Run(
        rows,
        scores.Length,
        new State(scores, _network.OutputStride),
        static (state, first, count, outputs) =>
        {
            for (var i = 0; i < count; i++)
            {
                state.Scores[first + i] = outputs[i * state.Stride];
            }
        },
        cancellationToken);

    /// <summary>Adds the scores of rows to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d].</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddScore(GraphBuilder graph, GraphValue rows) => graph.NeedsSameBits
        ? graph.InRowBlocks(rows, GraphBlockRowCount, block => AddBlock(graph, block))
        : AddBlock(graph, rows);

    private GraphValue AddBlock(GraphBuilder graph, GraphValue rows) => graph.Squeeze(_network.AddTo(graph, rows), 1);

    private readonly ref struct State(Span<float> scores, int stride)
    {
        public Span<float> Scores { get; } = scores;

        public int Stride => stride;
    }
}
