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
public sealed class AlifDetector(AlifOptions options) : Detector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public AlifDetector()
        : this(new AlifOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "ALIF";

    /// <inheritdoc/>
    public override bool UsesLabels => true;

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => false;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var prior = PriorForest.Of(
            request,
            new PriorForest.Origin(request.Pool, Seed, options.TreeCount, options.SampleSize),
            (request.Previous as AlifModel)?.Prior,
            "trees");
        var forest = VirtualDepths.Apply(
            prior.Forest,
            prior.Forest.CountLeaves(request.Pool.Select([.. request.Labels.AbnormalRows]), request.CancellationToken),
            prior.Forest.CountLeaves(request.Pool.Select([.. request.Labels.NormalRows]), request.CancellationToken));
        return Scored(new AlifModel(request.Pool.FeatureCount, forest, prior), request);
    }
}
