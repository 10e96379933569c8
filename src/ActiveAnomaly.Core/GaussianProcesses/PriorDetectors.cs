using System.Buffers;
using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Neighbors;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// The detectors whose opinions make the prior: an isolation forest, iNNE, the mean distances to the 5 and the 20 nearest rows, and the
/// tails of the features. They look at the unit view. Immutable and thread safe.
/// </summary>
/// <param name="forest">The forest.</param>
/// <param name="spheres">The spheres of iNNE.</param>
/// <param name="references">The rows that distances are measured from.</param>
/// <param name="tails">The tails.</param>
internal sealed class PriorDetectors(IsolationForest forest, SphereEnsemble spheres, ReferenceRows references, TailProbabilities tails)
{
    /// <summary>The number of scores a row: forest, iNNE, nearest 5, nearest 20, tails.</summary>
    public const int Count = 5;

    /// <summary>The number of trees.</summary>
    public const int TreeCount = 200;

    /// <summary>The number of rows a tree.</summary>
    public const int TreeRowCount = 256;

    /// <summary>The number of iNNE's rounds.</summary>
    public const int RoundCount = 200;

    /// <summary>The number of spheres a round.</summary>
    public const int SphereCount = 16;

    /// <summary>The most rows that distances are measured from.</summary>
    public const int MostReferenceRows = 2000;

    private const int FewNeighbors = 5;
    private const int ManyNeighbors = 20;

    public IsolationForest Forest => forest;

    public SphereEnsemble Spheres => spheres;

    public ReferenceRows References => references;

    public TailProbabilities Tails => tails;

    /// <summary>Learns the detectors from a pool in the unit view, of at least 2 rows. No label is looked at.</summary>
    public static PriorDetectors Learn(FeatureMatrix unit, SeededRandom random, CancellationToken cancellationToken)
    {
        var forest = IsolationForest.Grow(
            unit, TreeCount, TreeRowCount, random.Derive("isolation forest"), treeGrown: null, cancellationToken);
        var spheres = SphereEnsemble.Draw(unit, RoundCount, SphereCount, random.Derive("spheres"), cancellationToken);
        var drawn = random.Derive("reference rows").SampleRange(unit.RowCount, Math.Min(unit.RowCount, MostReferenceRows));
        Array.Sort(drawn);
        var references = new ReferenceRows(unit.Select(drawn).Values, unit.FeatureCount);
        return new PriorDetectors(forest, spheres, references, TailProbabilities.Learn(unit, cancellationToken));
    }

    /// <summary>Scores rows of the unit view. A row that is itself a reference row is measured by the others.</summary>
    /// <param name="unit">Row-major [n x d].</param>
    /// <param name="scores">Receives [n x 5].</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    public void Score(ReadOnlySpan<float> unit, Span<float> scores, CancellationToken cancellationToken)
    {
        var count = scores.Length / Count;
        var neighborCount = Math.Min(ManyNeighbors, references.Count - 1);
        var keptCount = neighborCount + 1;
        var rented = ArrayPool<float>.Shared.Rent(count * (1 + keptCount));
        try
        {
            var own = rented.AsSpan(0, count);
            forest.Score(unit, references.FeatureCount, own, cancellationToken);
            Place(own, scores, 0);
            spheres.Score(unit, own, cancellationToken);
            Place(own, scores, 1);
            tails.Score(unit, own, cancellationToken);
            Place(own, scores, 4);
            var nearest = rented.AsSpan(count, count * keptCount);
            references.Nearest(unit, neighborCount, nearest, cancellationToken);
            for (var i = 0; i < count; i++)
            {
                var kept = nearest.Slice(i * keptCount, neighborCount);
                scores[(i * Count) + 2] = ReferenceRows.MeanDistance(kept[..Math.Min(FewNeighbors, neighborCount)]);
                scores[(i * Count) + 3] = ReferenceRows.MeanDistance(kept);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Adds what <see cref="Score"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="unit">Single [rows x d]; all rows are compared with all that are known at once.</param>
    /// <returns>Single [rows x 5].</returns>
    public GraphValue AddScores(GraphBuilder graph, GraphValue unit)
    {
        var neighborCount = Math.Min(ManyNeighbors, references.Count - 1);
        var nearest = references.AddNearest(graph, unit, neighborCount);
        GraphValue[] scores =
        [
            forest.AddScore(graph, unit),
            spheres.AddScore(graph, unit),
            ReferenceRows.AddMeanDistance(graph, nearest, Math.Min(FewNeighbors, neighborCount)),
            ReferenceRows.AddMeanDistance(graph, nearest, neighborCount),
            tails.AddScore(graph, unit),
        ];
        return graph.Concatenate(1, [.. scores.Select(own => graph.Unsqueeze(own, 1))]);
    }

    private static void Place(ReadOnlySpan<float> own, Span<float> scores, int detector)
    {
        for (var i = 0; i < own.Length; i++)
        {
            scores[(i * Count) + detector] = own[i];
        }
    }
}
