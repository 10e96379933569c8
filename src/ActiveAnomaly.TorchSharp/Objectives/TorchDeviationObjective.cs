using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>The loss of deviation networks, with a column that is 1 for rows labelled abnormal.</summary>
internal sealed class TorchDeviationObjective(DeviationObjective objective, torch.Device device) : TorchScoreObjective
{
    private static readonly Scalar Zero = 0f;
    private static readonly Scalar MinusOne = -1f;

    private readonly torch.Tensor _abnormal = Column(objective.Roles, role => role == RowRole.Abnormal ? 1f : 0f, device);
    private readonly Scalar _mean = objective.Mean;
    private readonly Scalar _deviation = objective.Deviation;
    private readonly Scalar _margin = objective.Margin;

    /// <inheritdoc/>
    public override IReadOnlyList<torch.Tensor> Columns => [_abnormal];

    /// <inheritdoc/>
    protected override (torch.Tensor Slopes, torch.Tensor? Loss) Slopes(in TorchBatch batch, torch.Tensor scores, bool withLoss)
    {
        var abnormal = batch.Columns[0];
        var deviations = scores.sub(_mean).div_(_deviation);
        var missing = deviations.neg().PlusInPlace(_margin);
        var ofOthers = deviations.sign();
        var ofAbnormal = missing.gt(Zero).to(torch.float32).mul_(MinusOne);
        var slopes = torch.lerp(ofOthers, ofAbnormal, abnormal).mul_(batch.Mean.Reciprocal).div_(_deviation);
        return (slopes, withLoss ? batch.Mean.Share.mm(torch.lerp(deviations.abs(), missing.clamp_(min: Zero), abnormal)) : null);
    }
}
