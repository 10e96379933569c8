using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>The loss of Deep SAD as a s + e / (s + 1e-6), with the numbers a and e of each row's role.</summary>
internal sealed class TorchDeepSadObjective(DeepSadObjective objective, torch.Device device) : TorchScoreObjective
{
    private static readonly Scalar Offset = DeepSadObjective.InverseOffset;
    private static readonly Scalar One = 1f;
    private static readonly Scalar MinusOne = -1f;

    private readonly torch.Tensor _linear = Column(
        objective.Roles,
        role => role switch
        {
            RowRole.Abnormal or RowRole.PseudoAbnormal => 0f,
            RowRole.Normal when objective.WeightsNormalRows => objective.Eta,
            _ => 1f,
        },
        device);

    private readonly torch.Tensor _inverse = Column(objective.Roles, role => role == RowRole.Abnormal ? objective.Eta : 0f, device);

    /// <inheritdoc/>
    public override IReadOnlyList<torch.Tensor> Columns => [_linear, _inverse];

    /// <inheritdoc/>
    protected override (torch.Tensor Slopes, torch.Tensor? Loss) Slopes(in TorchBatch batch, torch.Tensor scores, bool withLoss)
    {
        var linear = batch.Columns[0];
        var inverse = scores.Plus(Offset).reciprocal_();
        var weighted = inverse.mul(batch.Columns[1]);
        var slopes = torch.addcmul(linear, weighted, inverse, MinusOne).mul_(batch.Mean.Reciprocal);
        return (slopes, withLoss ? batch.Mean.Share.mm(weighted.addcmul_(linear, scores, One)) : null);
    }
}
