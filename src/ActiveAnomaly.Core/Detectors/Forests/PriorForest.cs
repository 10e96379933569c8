using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Forests;

/// <summary>
/// An isolation forest that depends on no label and on no stage: methods that learn from labels start from it at every stage. Thread
/// safe.
/// </summary>
/// <param name="source">All that the forest depends on.</param>
/// <param name="forest">The forest.</param>
internal sealed class PriorForest(PriorForest.Origin source, IsolationForest forest)
{
    private float[]? _poolScores;

    /// <summary>Gets the forest.</summary>
    public IsolationForest Forest => forest;

    /// <summary>
    /// Takes the forest from the model of the stage before or from the cache, and grows it where neither has it: the same bits each
    /// time.
    /// </summary>
    /// <param name="request">Where to look and to report.</param>
    /// <param name="origin">All that the forest depends on.</param>
    /// <param name="previous">The forest of the stage before, or null.</param>
    /// <param name="phase">What the trees are called in reports.</param>
    /// <returns>The forest.</returns>
    public static PriorForest Of(TrainingRequest request, Origin origin, PriorForest? previous, string phase) =>
        previous?.IsOf(origin) == true ? previous
        : request.Cache is { } cache ? cache.GetOrAdd(origin.Pool, origin, () => Grow(request, origin, phase))
        : Grow(request, origin, phase);

    /// <summary>
    /// Gives the model of a method whose labels are too few to train anything: an isolation forest of the default size, which depends on
    /// the seed alone and is grown once a session.
    /// </summary>
    /// <param name="request">The pool, and where to look and to report.</param>
    /// <param name="seed">The detector's seed.</param>
    /// <returns>The model.</returns>
    public static IsolationForestModel ModelOf(TrainingRequest request, long seed)
    {
        var origin = new Origin(request.Pool, seed, IsolationForestOptions.Defaults.TreeCount, IsolationForestOptions.Defaults.SampleSize);
        var prior = Of(request, origin, (request.Previous as IsolationForestModel)?.Prior, "prior");
        return new IsolationForestModel(request.Pool.FeatureCount, prior.Forest, prior);
    }

    /// <summary>Gets the scores of the pool that it was grown of; they are computed once.</summary>
    /// <param name="cancellationToken">Cancels scoring.</param>
    /// <returns>One score a row.</returns>
    public ReadOnlySpan<float> PoolScores(CancellationToken cancellationToken)
    {
        if (_poolScores is null)
        {
            var scores = new float[source.Pool.RowCount];
            new IsolationForestModel(source.Pool.FeatureCount, forest).ScoreUnlimited(source.Pool, scores, cancellationToken);
            _poolScores = scores;
        }

        return _poolScores;
    }

    private bool IsOf(Origin origin) => source == origin;

    private static PriorForest Grow(TrainingRequest request, Origin origin, string phase)
    {
        var counter = request.Progress is null ? null : new StepCounter(request.Progress, request.Stage, phase, origin.TreeCount);
        var grown = IsolationForest.Grow(
            origin.Pool,
            origin.TreeCount,
            origin.SampleSize,
            new SeededRandom(origin.Seed).Derive("prior forest"),
            counter is null ? null : counter.Add,
            request.CancellationToken);
        return new PriorForest(origin, grown);
    }

    /// <summary>All that a forest depends on; pools are the same when they are one object.</summary>
    internal sealed record Origin(FeatureMatrix Pool, long Seed, int TreeCount, int SampleSize);
}
