using System.Buffers;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Neighbors;

namespace ActiveAnomaly.Detectors.Neighbors;

/// <summary>
/// Rows of the pool that others are measured from. A score is the mean Euclidean distance to the k nearest of them, without one that is
/// the row itself. Immutable and thread safe.
/// </summary>
public sealed class NeighborDistanceModel : DetectorModel, IScoreGraph
{
    internal NeighborDistanceModel(ReferenceRows rows, int neighborCount)
        : base(rows.FeatureCount)
    {
        Rows = rows;
        NeighborCount = neighborCount;
    }

    /// <summary>Gets the number of neighbours, k.</summary>
    public int NeighborCount { get; }

    /// <summary>Gets the number of rows that others are measured from.</summary>
    public int ReferenceRowCount => Rows.Count;

    internal ReferenceRows Rows { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => graph.InRowBlocks(
        features,
        KnownRows.BlockRowCount(Rows.Count, FeatureCount),
        rows => ReferenceRows.AddMeanDistance(graph, Rows.AddNearest(graph, rows, NeighborCount), NeighborCount));

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        // The stack holds what a single row needs, so that scoring it allocates nothing.
        const int blockRowCount = 64;
        var keptCount = NeighborCount + 1;
        float[]? rented = null;
        Span<float> nearest = scores.Length <= 1
            ? stackalloc float[keptCount]
            : (rented = ArrayPool<float>.Shared.Rent(blockRowCount * keptCount)).AsSpan(0, blockRowCount * keptCount);
        try
        {
            for (var first = 0; first < scores.Length; first += blockRowCount)
            {
                var count = Math.Min(blockRowCount, scores.Length - first);
                var kept = nearest[..(count * keptCount)];
                Rows.Nearest(rows.Slice(first * FeatureCount, count * FeatureCount), NeighborCount, kept, cancellationToken);
                for (var i = 0; i < count; i++)
                {
                    scores[first + i] = ReferenceRows.MeanDistance(kept.Slice(i * keptCount, NeighborCount));
                }
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
}
