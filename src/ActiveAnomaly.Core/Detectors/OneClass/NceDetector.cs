using ActiveAnomaly.Data;
using ActiveAnomaly.Training;
using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>
/// Noise-contrastive estimation on top of Deep SVDD (Kim et al., "Active anomaly detection based on deep one-class
/// classification", 2023): labelled anomalies are left out of the base loss, and every pair of a labelled normal and a
/// labelled abnormal row adds a term that raises the anomaly's score over the normal row's (Eq. 6 and 7). Until there is a
/// label of each kind it trains as Deep SVDD. Immutable and thread safe.
/// </summary>
public sealed class NceDetector : DeepOneClassDetector
{
    private readonly NceOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public NceDetector(NceOptions? options = null)
        : base(options ??= new NceOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "NCE";

    /// <inheritdoc/>
    public override bool UsesLabels => true;

    /// <inheritdoc/>
    private protected override ScoreObjective BaseObjective(PassValue scores, RowRoles roles) => BaseLosses.Create(
        _options.Boundary,
        scores,
        roles,
        rejectAbnormal: true,
        _options.RejectionMean,
        _options.Nu,
        _options.RadiusWarmUpEpochCount,
        _options.SoftBoundaryScale);

    /// <inheritdoc/>
    private protected override IEnumerable<Objective> LabelObjectives(NetworkPart encoder, float[] center, PoolLabels labels)
    {
        if (labels.NormalRows.Count > 0 && labels.AbnormalRows.Count > 0)
        {
            var pass = new TrainingPass(new FixedRowsSource([.. labels.NormalRows, .. labels.AbnormalRows]), encoder.Shape.InputSize);
            var scores = pass.SquaredDistance(pass.Apply(encoder, pass.Inputs), center);
            yield return new NceObjective(scores, labels.NormalRows.Count, labels.AbnormalRows.Count, _options.Normalization);
        }
    }
}
