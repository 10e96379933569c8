using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>
/// Deep support vector data description (Ruff et al., "Deep one-class classification", ICML 2018): an encoder is trained to
/// map rows close to a centre, and rows far from it are anomalies. Labels, where there are any, keep known anomalies out of
/// the training (<see cref="DeepSvddOptions.RejectAbnormal"/>). Immutable and thread safe.
/// </summary>
public sealed class DeepSvddDetector : DeepOneClassDetector
{
    private readonly DeepSvddOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public DeepSvddDetector(DeepSvddOptions? options = null)
        : base(options ??= new DeepSvddOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "Deep SVDD";

    /// <inheritdoc/>
    public override bool UsesLabels => _options.RejectAbnormal || _options.UaiHead is not null;

    /// <inheritdoc/>
    private protected override ScoreObjective BaseObjective(PassValue scores, RowRoles roles) => BaseLosses.Create(
        _options.Boundary,
        scores,
        roles,
        _options.RejectAbnormal,
        _options.RejectionMean,
        _options.Nu,
        _options.RadiusWarmUpEpochCount,
        _options.SoftBoundaryScale);
}
