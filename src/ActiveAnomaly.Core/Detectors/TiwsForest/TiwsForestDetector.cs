using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;

namespace ActiveAnomaly.Detectors.TiwsForest;

/// <summary>
/// TiWS-iForest, isolation forest in weakly supervised and tiny machine-learning scenarios (Barbariol and Susto, Information Sciences,
/// 2022): of the trees of an isolation forest only those are kept that together rank the labelled rows best. Training on new labels takes
/// milliseconds, and the model is smaller than the forest.
/// </summary>
/// <remarks>
/// <para>
/// Trees are ordered by the average precision of their path lengths on the labelled rows. Of the forests of the first tree, the first two,
/// and so on, the one of the highest average precision is kept: of several, the one of most trees. The score is that of an isolation
/// forest of these trees.
/// </para>
/// <para>
/// Where no row is labelled normal, all rows that are not labelled abnormal stand for normal ones, but for twins of rows that are. Without
/// a row labelled abnormal, or without any other, the score is the whole forest's. The forest depends on the seed alone, not on labels or
/// stage: it is grown once a session. Pseudo-abnormal rows are no labels, and change nothing.
/// </para>
/// </remarks>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class TiwsForestDetector(TiwsForestOptions options) : PriorForestDetector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public TiwsForestDetector()
        : this(new TiwsForestOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "TiWS-iForest";

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => false;

    /// <inheritdoc/>
    private protected override PriorForest.Origin OriginOf(FeatureMatrix pool) => new(pool, Seed, options.TreeCount, options.SampleSize);

    /// <inheritdoc/>
    private protected override PriorForest? PriorOf(DetectorModel? model) => (model as TiwsForestModel)?.Prior;

    /// <inheritdoc/>
    private protected override DetectorModel Train(TrainingRequest request, PriorForest prior)
    {
        var other = request.Labels.AbnormalRows.Count == 0 ? [] : OtherRows(request);
        var forest = prior.Forest;
        if (other.Length > 0)
        {
            var abnormal = request.Pool.Select([.. request.Labels.AbnormalRows]);
            forest = forest.Keep(TreeRanking.Choose(forest, abnormal, request.Pool.Select(other), request.CancellationToken));
        }

        return new TiwsForestModel(request.Pool.FeatureCount, forest, prior);
    }

    private static int[] OtherRows(TrainingRequest request)
    {
        if (request.Labels.NormalRows.Count > 0)
        {
            return [.. request.Labels.NormalRows];
        }

        var labels = request.LabelsWithTwins;
        return [.. Enumerable.Range(0, labels.RowCount).Where(row => labels[row] != RowLabel.Abnormal)];
    }
}
