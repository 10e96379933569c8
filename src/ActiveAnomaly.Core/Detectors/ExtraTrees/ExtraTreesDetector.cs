using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.ExtraTrees;

/// <summary>
/// Extremely randomised trees (Geurts, Ernst and Wehenkel, Machine Learning 63, 2006) as a classifier on the answers, helped by weak
/// negatives: rows that nobody answered for, and that an isolation forest finds ordinary. At any scale of the features, and in a
/// fraction of a second.
/// </summary>
/// <remarks>
/// <para>
/// Trees are grown until leaves are pure; a node draws the square root of d features and a threshold for each. A labelled normal row
/// weighs 1, and so does a weak negative: each tree draws <see cref="ExtraTreesOptions.WeakNegativeWeight"/> (labelled normal rows + 1)
/// of the unlabelled rows of the lower half of the prior. The labelled abnormal rows share out as much as all these weigh. The score
/// is the mean abnormal share of the leaves that a row reaches, and half of a tree's share times the prior's score, so that equals are
/// ranked by the prior. Without an abnormal label, or without a row of the other class, the score is the prior's.
/// </para>
/// <para>Deviation: the paper knows neither weights nor weak negatives.</para>
/// <para>The prior depends on the seed alone, not on the stage: it is grown once a session.</para>
/// </remarks>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class ExtraTreesDetector(ExtraTreesOptions options) : PriorForestDetector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public ExtraTreesDetector()
        : this(new ExtraTreesOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "extra trees";

    /// <inheritdoc/>
    private protected override string Phase => "prior";

    /// <inheritdoc/>
    private protected override PriorForest.Origin OriginOf(FeatureMatrix pool) =>
        new(pool, Seed, options.PriorTreeCount, options.PriorSampleSize);

    /// <inheritdoc/>
    private protected override PriorForest? PriorOf(DetectorModel? model) => (model as ExtraTreesModel)?.Prior;

    /// <inheritdoc/>
    private protected override DetectorModel Train(TrainingRequest request, PriorForest prior)
    {
        var rows = TrainingRows.Of(request, prior.PoolScores(request.CancellationToken), options);
        var forest = rows is null ? ClassificationForest.Empty : Grow(rows, request);
        return new ExtraTreesModel(request.Pool.FeatureCount, new RankedForest(prior.Forest, forest), prior);
    }

    private ClassificationForest Grow(TrainingRows rows, TrainingRequest request)
    {
        var counter = request.Progress is null ? null : new StepCounter(request.Progress, request.Stage, "trees", options.TreeCount);
        return ClassificationForest.Grow(
            rows.Draw,
            options.TreeCount,
            Math.Max(1, (int)Math.Sqrt(request.Pool.FeatureCount)),
            options.LeafSize,
            new SeededRandom(Seed).Derive("extra trees", request.Stage),
            counter is null ? null : counter.Add,
            request.CancellationToken);
    }
}
