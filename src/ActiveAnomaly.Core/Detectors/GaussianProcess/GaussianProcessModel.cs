using System.Buffers;
using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>
/// A Gaussian process that has seen answers. A score is its posterior mean: about 1 for rows like abnormal ones, -1 for rows like normal
/// ones, and what the unsupervised detectors think where no answer is near. Immutable and thread safe.
/// </summary>
/// <remarks>
/// A row outside the pool's range is scored where it leaves that: with box the row clipped column by column, ray the row drawn towards the
/// medians until it is inside, and excess the sum of its columns' distances outside, in spans of theirs,
/// score = max(score(box), score(ray)) + 0.5 ln(1 + excess).
/// </remarks>
public sealed class GaussianProcessModel : DetectorModel, IPosteriorVariance, IScoreGraph
{
    private const double ExcessWeight = 0.5;
    private const int BlockRowCount = Posterior.MostRowsAtOnce / 2;

    internal GaussianProcessModel(
        KernelSpace space, Posterior posterior, FeatureMatrix rows, GaussianProcessTraining? training)
        : base(space.FeatureCount)
    {
        Space = space;
        Posterior = posterior;
        Rows = rows;
        Training = training;
    }

    /// <summary>Gets the number of answers that the model has learnt from.</summary>
    public int AnswerCount => Posterior.Rows.Count - PresumedCount;

    /// <summary>
    /// Gets the number of rows that nobody answered and that stand for normal ones (<see cref="PresumedNormals"/>): 0 unless hardly any
    /// row was labelled normal.
    /// </summary>
    public int PresumedCount => Posterior.Presumed.Count;

    /// <summary>
    /// Gets what each feature's differences are multiplied by, as the answers say
    /// (<see cref="GaussianProcessOptions.LearnsFeatureWeights"/>): d numbers, at least 0, of which the larger matter more; null where all
    /// features count alike.
    /// </summary>
    public IReadOnlyList<float>? FeatureWeights => Space.Kernel.FeatureWeights is { } weights ? Array.AsReadOnly(weights) : null;

    internal KernelSpace Space { get; }

    internal Posterior Posterior { get; }

    /// <summary>Gets the rows that were learnt from as they were given: those answered, and after them those presumed normal.</summary>
    internal FeatureMatrix Rows { get; }

    /// <summary>Gets what the next stage's training can go on from, or null for a model that was loaded.</summary>
    internal GaussianProcessTraining? Training { get; }

    /// <inheritdoc/>
    public PosteriorVariance Variance(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        using var embedded = new EmbeddedRows(rows.RowCount, FeatureCount);
        var unit = new float[FeatureCount];
        for (var row = 0; row < rows.RowCount; row++)
        {
            Space.Scaling.ToUnit(rows.Row(row), unit);
            RowRange.Box(Space.Scaling, unit, embedded.Unit.Slice(row * FeatureCount, FeatureCount));
        }

        Space.Embed(embedded, cancellationToken);
        return Posterior.Covariance(KernelRows.Of(embedded), cancellationToken);
    }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features)
    {
        var knownCount = Math.Max(Posterior.Rows.Count, PriorDetectors.RoundCount * PriorDetectors.SphereCount);
        return graph.InRowBlocks(features, KnownRows.BlockRowCount(knownCount, FeatureCount), rows => AddBlock(graph, rows));
    }

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        for (var first = 0; first < scores.Length; first += BlockRowCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(BlockRowCount, scores.Length - first);
            ScoreBlock(rows.Slice(first * FeatureCount, count * FeatureCount), scores.Slice(first, count), cancellationToken);
        }
    }

    /// <summary>
    /// Adds the scores of some rows to a graph. What is looked at is the box of every row, and behind these the rays of the rows outside; a
    /// row inside, which is its own box, is its own ray too, and its excess is 0.
    /// </summary>
    private GraphValue AddBlock(GraphBuilder graph, GraphValue rows)
    {
        var unit = Space.Scaling.AddUnit(graph, rows);
        var excess = RowRange.AddExcess(graph, Space.Scaling, unit);
        var isOutside = graph.Greater(excess, graph.Scalar(0.0));
        var rays = graph.Compress(RowRange.AddRay(graph, Space.Scaling, unit), isOutside, 0);
        var means = Posterior.AddMean(graph, graph.Concatenate(0, RowRange.AddBox(graph, Space.Scaling, unit), rays));
        var count = graph.SizeOf(rows, 0);
        var box = graph.Gather(means, graph.Range(graph.Scalar(0L), count, graph.Scalar(1L)));
        var inside = graph.Maximum(box, graph.Gather(means, RowChoice.Places(graph, isOutside)));
        var beyond = graph.Multiply(
            graph.Scalar(ExcessWeight), graph.Log(graph.Add(graph.Scalar(1.0), excess)));
        return graph.Cast(graph.Add(inside, beyond), GraphElementType.Single);
    }

    private void ScoreBlock(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        // A row inside stands for itself; one outside is looked at twice, from its box and from its ray, which follow on each other.
        var rented = ArrayPool<float>.Shared.Rent(rows.Length);
        try
        {
            var unit = rented.AsSpan(0, rows.Length);
            Space.Scaling.ToUnit(rows, unit);
            Span<double> excess = stackalloc double[BlockRowCount];
            var count = 0;
            for (var i = 0; i < scores.Length; i++)
            {
                excess[i] = RowRange.Excess(Space.Scaling, unit.Slice(i * FeatureCount, FeatureCount));
                count += excess[i] > 0 ? 2 : 1;
            }

            using var embedded = new EmbeddedRows(count, FeatureCount);
            for (var (i, place) = (0, 0); i < scores.Length; i++)
            {
                var own = unit.Slice(i * FeatureCount, FeatureCount);
                if (excess[i] > 0)
                {
                    RowRange.Box(Space.Scaling, own, embedded.Unit.Slice(place++ * FeatureCount, FeatureCount));
                    RowRange.Ray(Space.Scaling, own, embedded.Unit.Slice(place++ * FeatureCount, FeatureCount));
                }
                else
                {
                    own.CopyTo(embedded.Unit[(place++ * FeatureCount)..]);
                }
            }

            Space.Embed(embedded, cancellationToken);
            Span<double> means = stackalloc double[2 * BlockRowCount];
            Posterior.Mean(embedded, means[..count], cancellationToken);
            for (var (i, place) = (0, 0); i < scores.Length; i++)
            {
                scores[i] = (float)(excess[i] > 0
                    ? Math.Max(means[place++], means[place++]) + (ExcessWeight * Math.Log(1 + excess[i]))
                    : means[place++]);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
