using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>The one-class loss (Eq. 2).</summary>
internal sealed class TorchOneClassObjective(OneClassObjective objective, torch.Device device) : TorchScoreObjective
{
    private readonly torch.Tensor? _counted = CountedColumn(objective.Roles, objective.RejectAbnormal, device);

    /// <inheritdoc/>
    public override IReadOnlyList<torch.Tensor> Columns => _counted is null ? [] : [_counted];

    /// <inheritdoc/>
    protected override (torch.Tensor Slopes, torch.Tensor? Loss) Slopes(in TorchBatch batch, torch.Tensor scores, bool withLoss)
    {
        if (_counted is null)
        {
            return (batch.Mean.Reciprocal, withLoss ? batch.Mean.Share.mm(scores) : null);
        }

        var counted = batch.Columns[0];
        var slopes = counted.mul(Share(batch, counted, objective.Mean));
        return (slopes, withLoss ? slopes.t().mm(scores) : null);
    }
}
