using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>The one-class loss (Eq. 2).</summary>
internal sealed class TorchOneClassObjective(OneClassObjective objective, torch.Device device) : TorchDistanceObjective(objective, device)
{
    private readonly torch.Tensor? _counted = CountedColumn(objective.Roles, objective.RejectAbnormal, device);

    /// <inheritdoc/>
    public override IReadOnlyList<torch.Tensor> Columns => _counted is null ? [] : [_counted];

    /// <inheritdoc/>
    public override (torch.Tensor Slopes, torch.Tensor? Loss) Slopes(in TorchPass pass, torch.Tensor scores, bool withLoss)
    {
        if (_counted is null)
        {
            return (pass.Mean.Reciprocal, withLoss ? pass.Mean.Share.mm(scores) : null);
        }

        var counted = pass.Columns[0];
        var slopes = counted.mul(Share(pass, counted, objective.Mean));
        return (slopes, withLoss ? slopes.t().mm(scores) : null);
    }
}
