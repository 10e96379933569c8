using ActiveAnomaly.Objectives;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>
/// Deep semi-supervised anomaly detection (Ruff et al., ICLR 2020): as Deep SVDD, but rows labelled abnormal are pushed away
/// from the centre, by the inverse of their score. Immutable and thread safe.
/// </summary>
public sealed class DeepSadDetector : DeepOneClassDetector
{
    private readonly DeepSadOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public DeepSadDetector(DeepSadOptions? options = null)
        : base(options ??= new DeepSadOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "Deep SAD";

    /// <inheritdoc/>
    public override bool UsesLabels => true;

    /// <inheritdoc/>
    private protected override ScoreObjective BaseObjective(PassValue scores, RowRoles roles) =>
        new DeepSadObjective(scores, roles, (float)_options.Eta, _options.WeightsNormalRows);
}
