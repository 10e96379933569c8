using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;

namespace ActiveAnomaly.Detectors.Balif;

/// <summary>
/// BALIF, Bayesian active learning isolation forest (Sartor, Barbariol and Susto, Engineering Applications of Artificial Intelligence,
/// 2024, 107671): every leaf of an isolation forest holds a Beta distribution of its abnormal share. Its prior comes from how deep the
/// leaf lies, an answer counts in the reached leaf of every tree, and the score is the mean of the means. Training on new answers takes
/// milliseconds.
/// </summary>
/// <remarks>
/// <para>
/// With the depth t and the count m of a leaf, psi rows a tree, c(m) the average path length, and D, the deepest that a tree of psi
/// rows may be: s = 2^(-(t + c(m)) / c(psi)) is rescaled so that 2^(-1 - D / c(psi)) becomes 0 and 2^(-1 / c(psi)) becomes 1, and
/// limited to [0.01, 0.99]; then, with r = s / (1 - s), pa = 0.1 rho and pb = 0.1 (1 - rho), a = max(r pb, pa) and b = max(pa / r, pb),
/// so that a / (a + b) = s. An answer adds 1 to a (abnormal) or to b (normal).
/// </para>
/// <para>
/// The forest depends on the seed alone, not on the stage: it is grown once a session. <c>BetaMarginStrategy</c> asks about the rows
/// that such a model is least decided about. Pseudo-abnormal rows are no answers, and change nothing.
/// </para>
/// </remarks>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class BalifDetector(BalifOptions options) : PriorForestDetector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public BalifDetector()
        : this(new BalifOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "BALIF";

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => false;

    /// <inheritdoc/>
    private protected override PriorForest.Origin OriginOf(FeatureMatrix pool) => new(pool, Seed, options.TreeCount, options.SampleSize);

    /// <inheritdoc/>
    private protected override PriorForest? PriorOf(DetectorModel? model) => (model as BalifModel)?.Prior;

    /// <inheritdoc/>
    private protected override DetectorModel Train(TrainingRequest request, PriorForest prior)
    {
        var leaves = new BetaLeaves(
            prior.Forest,
            options.Contamination,
            prior.Forest.CountLeaves(request.Pool.Select([.. request.Labels.AbnormalRows]), request.CancellationToken),
            prior.Forest.CountLeaves(request.Pool.Select([.. request.Labels.NormalRows]), request.CancellationToken));
        return new BalifModel(request.Pool.FeatureCount, leaves, prior);
    }
}
