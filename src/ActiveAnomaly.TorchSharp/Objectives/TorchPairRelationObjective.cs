using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>The mean absolute difference between the relations of pairs and their targets.</summary>
internal sealed class TorchPairRelationObjective(PairRelationObjective objective, torch.Device device) : TorchObjective
{
    private readonly torch.Tensor _targets = HostMemory.Upload(objective.Targets, 1, device);

    /// <inheritdoc/>
    public override torch.Tensor? Evaluate(
        in TorchBatch batch, ReadOnlySpan<torch.Tensor> values, Span<torch.Tensor?> gradients, bool withLoss)
    {
        var difference = values[0].Plus(values[1]).sub_(_targets);
        var slopes = difference.sign().mul_(batch.Mean.Reciprocal);
        (gradients[0], gradients[1]) = (slopes, slopes);
        return withLoss ? batch.Mean.Share.mm(difference.abs_()) : null;
    }
}
