using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>Binary cross-entropy of logits on the batch's labelled rows, and on the unlabelled ones where these have a weight.</summary>
internal sealed class TorchLabelCrossEntropyObjective : TorchObjective
{
    private static readonly Scalar One = 1f;
    private static readonly Scalar MinusTwo = -2f;

    private readonly torch.Tensor[] _columns;
    private readonly Scalar? _weakNegativeWeight;

    public TorchLabelCrossEntropyObjective(LabelCrossEntropyObjective objective, torch.Device device)
    {
        var labeled = Column(objective.Roles, role => role is RowRole.Normal or RowRole.Abnormal ? 1f : 0f, device);
        var abnormal = Column(objective.Roles, role => role == RowRole.Abnormal ? 1f : 0f, device);
        _columns = [labeled, abnormal];
        if (objective.WeakNegativeWeight > 0)
        {
            _weakNegativeWeight = objective.WeakNegativeWeight;
            _columns = [.. _columns, Column(objective.Roles, role => role == RowRole.Unlabeled ? 1f : 0f, device)];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<torch.Tensor> Columns => _columns;

    /// <inheritdoc/>
    public override torch.Tensor? Evaluate(
        in TorchBatch batch, ReadOnlySpan<torch.Tensor> values, Span<torch.Tensor?> gradients, bool withLoss)
    {
        var (labeled, abnormal, logits) = (batch.Columns[0], batch.Columns[1], values[0]);
        var weights = labeled.div(labeled.sum().clamp_(min: One));
        if (_weakNegativeWeight is not null)
        {
            var unlabeled = batch.Columns[2];
            weights.add_(unlabeled.div(unlabeled.sum().clamp_(min: One)), _weakNegativeWeight);
        }

        // ln(1 + exp(x)) with x = -logit for abnormal rows and logit for the others.
        var loss = withLoss
            ? torch.addcmul(logits, abnormal, logits, MinusTwo).Softplus().mul_(weights).sum().view(1, 1)
            : null;
        gradients[0] = logits.sigmoid().sub_(abnormal).mul_(weights);
        return loss;
    }
}
