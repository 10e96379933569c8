using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.TwoStage;

/// <summary>
/// Two-stage strategy, after Zhang et al. 2017: first find reliably normal rows and likely anomalies among the unlabelled ones, by how
/// isolated they are and how similar to the labelled anomalies; then learn a classifier that weighs each by that confidence.
/// </summary>
/// <remarks>
/// <para>
/// No program of the method could be read, and where its short description is silent the formulas are those of a later paper of the same
/// first author (Zhang, Li, Zhou, Li and Zhou: Anomaly detection with partially observed anomalies, WWW 2018 companion). The labelled
/// anomalies are put in groups by k-means. A row's total score is theta IS + (1 - theta) SS, of the isolation score IS and SS = the largest
/// exp(-|x - centre|^2 / d) over the groups, both brought to [0, 1] over the pool, features in standard deviations. From alpha on, the mean
/// over the labelled anomalies, an unlabelled row is likely an anomaly, with the confidence TS / max TS; up to beta, the pool's median, and
/// below alpha it is reliably normal, with the confidence (max TS - TS) / (max TS - min TS). Labelled rows, of either class, have the
/// confidence 1; twins of labelled rows are not made use of; pseudo-abnormal rows are likely anomalies.
/// </para>
/// <para>
/// The classifier is a forest of extremely randomised trees, which learns any shape at any scale of the features; a row is in a tree with
/// its confidence for a probability, for in the pure leaves of such trees no weight counts. The score is the mean abnormal share of the
/// leaves that a row reaches, and half of a tree's share times the isolation score, so that equals are ranked by that. Without a row
/// labelled abnormal, or without a normal one, it is the isolation score.
/// </para>
/// </remarks>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class TwoStageDetector(TwoStageOptions options) : PriorForestDetector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public TwoStageDetector()
        : this(new TwoStageOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "two-stage";

    /// <inheritdoc/>
    private protected override string Phase => "prior";

    /// <inheritdoc/>
    private protected override PriorForest.Origin OriginOf(FeatureMatrix pool) =>
        new(pool, Seed, options.PriorTreeCount, options.PriorSampleSize);

    /// <inheritdoc/>
    private protected override PriorForest? PriorOf(DetectorModel? model) => (model as TwoStageModel)?.Prior;

    /// <inheritdoc/>
    private protected override DetectorModel Train(TrainingRequest request, PriorForest prior)
    {
        var random = new SeededRandom(Seed).Derive("two-stage", request.Stage);
        var rows = request.Labels.AbnormalRows.Count == 0 ? null : ConfidentRows.Of(
            request,
            TotalScores.Of(request, prior.PoolScores(request.CancellationToken), options, random.Derive("groups")),
            options.NormalRowCount);
        var forest = rows is null ? ClassificationForest.Empty : Grow(rows, request, random);
        return new TwoStageModel(request.Pool.FeatureCount, new RankedForest(prior.Forest, forest), prior);
    }

    private ClassificationForest Grow(ConfidentRows rows, TrainingRequest request, SeededRandom random)
    {
        var counter = request.Progress is null ? null : new StepCounter(request.Progress, request.Stage, "trees", options.TreeCount);
        return ClassificationForest.Grow(
            rows.Draw,
            options.TreeCount,
            Math.Max(1, (int)Math.Sqrt(request.Pool.FeatureCount)),
            leafSize: 1,
            random.Derive("trees"),
            counter is null ? null : counter.Add,
            request.CancellationToken);
    }
}
