using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Detectors.DeepIsolationForest;

/// <summary>A trained deep isolation forest. Scores are at least 0, and below 2. Immutable and thread safe.</summary>
public sealed class DeepIsolationForestModel : DetectorModel, IScoreGraph
{
    /// <summary>How many rows a block of the graph has: what they need in between stays in a cache.</summary>
    private const int GraphBlockRowCount = 16;

    private const int MostBlockRows = 256;

    internal DeepIsolationForestModel(RandomNetworks networks, DeviationForest forest)
        : base(networks.FeatureCount)
    {
        Networks = networks;
        Forest = forest;
    }

    /// <summary>Gets the networks.</summary>
    internal RandomNetworks Networks { get; }

    /// <summary>Gets the trees on their codes.</summary>
    internal DeviationForest Forest { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => graph.InRowBlocks(
        features,
        GraphBlockRowCount,
        rows =>
        {
            var sums = Forest.AddScore(graph, Networks.AddTo(graph, rows), Networks.MemberCount);
            return graph.Cast(graph.Divide(sums, graph.Scalar((double)Networks.MemberCount)), GraphElementType.Single);
        });

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        Span<double> sums = stackalloc double[MostBlockRows];
        for (var first = 0; first < scores.Length; first += MostBlockRows)
        {
            var count = Math.Min(MostBlockRows, scores.Length - first);
            sums[..count].Clear();
            Networks.Run(
                0,
                Networks.MemberCount,
                rows.Slice(first * FeatureCount, count * FeatureCount),
                new Sums(Forest, Networks.CodeStride, sums[..count]),
                static (all, member, firstRow, rowCount, codes) => all.Add(member, firstRow, rowCount, codes),
                cancellationToken);
            for (var i = 0; i < count; i++)
            {
                scores[first + i] = (float)(sums[i] / Networks.MemberCount);
            }
        }
    }

    /// <summary>Where the networks' scores of a block's rows are summed up.</summary>
    private readonly ref struct Sums(DeviationForest forest, int stride, Span<double> sums)
    {
        private readonly Span<double> _sums = sums;

        public void Add(int member, int firstRow, int rowCount, ReadOnlySpan<float> codes) =>
            forest.AddScores(member, codes, stride, _sums.Slice(firstRow, rowCount));
    }
}
