using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;

namespace ActiveAnomaly.Detectors.Alif;

/// <summary>
/// ALIF, active learning-based isolation forest (Marcelli, Barbariol, Sartor and Susto, Information Sciences 678, 2024): a leaf of an
/// isolation forest with answers in it lies as deep as the share of anomalies among them says. Training on new answers takes
/// milliseconds.
/// </summary>
/// <remarks>
/// <para>
/// With psi rows a tree, c = c(psi) the average path length and D the deepest that such a tree may be, a leaf with answers has the virtual
/// depth D + c where none of them is abnormal, c where half of them are, and 1 where all are; between, it is linear in their share. A leaf
/// without answers keeps its path length t + c(m). The score is that of an isolation forest, 2^(-mean depth / c).
/// </para>
/// <para>
/// The forest depends on the seed alone, not on the stage: it is grown once a session. Answers of both kinds count, and normal answers
/// count where there is no other. Unlabelled and pseudo-abnormal rows are no answers, and change nothing; without answers the score is the
/// isolation forest's.
/// </para>
/// </remarks>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class AlifDetector(AlifOptions options) : PriorForestDetector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public AlifDetector()
        : this(new AlifOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "ALIF";

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => false;

    /// <inheritdoc/>
    private protected override PriorForest.Origin OriginOf(FeatureMatrix pool) => new(pool, Seed, options.TreeCount, options.SampleSize);

    /// <inheritdoc/>
    private protected override PriorForest? PriorOf(DetectorModel? model) => (model as AlifModel)?.Prior;

    /// <inheritdoc/>
    private protected override DetectorModel Train(TrainingRequest request, PriorForest prior)
    {
        var forest = VirtualDepths.Apply(
            prior.Forest,
            prior.Forest.CountLeaves(request.Pool.Select([.. request.Labels.AbnormalRows]), request.CancellationToken),
            prior.Forest.CountLeaves(request.Pool.Select([.. request.Labels.NormalRows]), request.CancellationToken));
        return new AlifModel(request.Pool.FeatureCount, forest, prior);
    }
}
