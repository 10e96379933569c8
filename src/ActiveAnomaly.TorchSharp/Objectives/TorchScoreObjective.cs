using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>A loss that is a function of each row's score.</summary>
internal abstract class TorchScoreObjective : TorchObjective
{
    private static readonly Scalar One = 1f;

    /// <inheritdoc/>
    public sealed override torch.Tensor? Evaluate(
        in TorchBatch batch, ReadOnlySpan<torch.Tensor> values, Span<torch.Tensor?> gradients, bool withLoss)
    {
        (gradients[0], var loss) = Slopes(batch, values[0], withLoss);
        return loss;
    }

    /// <summary>Computes dL/ds, [b x 1] or the same for all rows [1 x 1], and the loss when it is wanted; changes no argument.</summary>
    protected abstract (torch.Tensor Slopes, torch.Tensor? Loss) Slopes(in TorchBatch batch, torch.Tensor scores, bool withLoss);

    /// <summary>1 for rows that count in a base loss, 0 for the others; null when all count.</summary>
    protected static torch.Tensor? CountedColumn(RowRoles roles, bool rejectAbnormal, torch.Device device)
    {
        bool Counts(RowRole role) => role != RowRole.PseudoAbnormal && !(rejectAbnormal && role == RowRole.Abnormal);
        return roles.Values.ToArray().All(Counts) ? null : Column(roles, role => Counts(role) ? 1f : 0f, device);
    }

    /// <summary>1 over the number of rows that the mean divides by, [1 x 1].</summary>
    protected static torch.Tensor Share(in TorchBatch batch, torch.Tensor? counted, RejectionMean mean) =>
        counted is null || mean == RejectionMean.AllRows ? batch.Mean.Reciprocal : counted.sum().clamp_(min: One).reciprocal_().view(1, 1);
}
