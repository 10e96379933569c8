using ActiveAnomaly.Explanations;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors.Copod;

/// <summary>
/// The distributions of the pool's features. A score is the sum over features of max(t, (l + r) / 2): l = -ln P(x' &lt;= x), r = -ln P(x'
/// &gt;= x), t the one on the side of the longer tail. Immutable and thread safe.
/// </summary>
public sealed class CopodModel : DetectorModel, IContributions, IScoreGraph
{
    /// <summary>The most rows of a graph at once, and the most numbers of theirs: each takes some 100 bytes in between.</summary>
    private const int MostGraphRows = 1024;

    private const int MostGraphFeatures = 1 << 16;

    internal CopodModel(TailProbabilities tails)
        : base(tails.Columns.Count) => Tails = tails;

    internal TailProbabilities Tails { get; }

    /// <inheritdoc/>
    public void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        RequireFeatures(row, reference, contributions);
        for (var k = 0; k < row.Length; k++)
        {
            contributions[k] += Tails.Term(k, row[k]) - Tails.Term(k, reference[k]);
        }
    }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => graph.InRowBlocks(
        features,
        Math.Clamp(MostGraphFeatures / FeatureCount, 1, MostGraphRows),
        rows => Tails.AddScore(graph, rows));

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Tails.Score(rows, scores, cancellationToken);
}
