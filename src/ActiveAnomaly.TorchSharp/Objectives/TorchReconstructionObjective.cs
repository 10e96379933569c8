using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>The mean squared difference between outputs and targets.</summary>
internal sealed class TorchReconstructionObjective(ReconstructionObjective objective, torch.Device device) : TorchObjective
{
    private readonly int _size = objective.Values[0].Size;
    private readonly torch.Tensor _shares = HeldFactors.Filled(objective.Values[0].Size, 1, 1f / objective.Values[0].Size, device);

    /// <inheritdoc/>
    public override torch.Tensor? Evaluate(
        in TorchBatch batch, ReadOnlySpan<torch.Tensor> values, Span<torch.Tensor?> gradients, bool withLoss)
    {
        var difference = values[0].sub(values[1]);
        var loss = withLoss ? batch.Mean.Share.mm(difference.mul(difference).mm(_shares)) : null;
        using Scalar factor = 2f / ((float)batch.Mean.RowCount * _size);
        gradients[0] = difference.mul_(factor);
        gradients[1] = difference.neg();
        return loss;
    }
}
