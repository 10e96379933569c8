using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>Binary cross-entropies of a discriminator's logits of two kinds of pairs.</summary>
internal sealed class TorchAdversarialObjective(AdversarialObjective objective) : TorchObjective
{
    private static readonly Scalar One = 1f;

    private readonly bool _encodedIsTrue = objective.Side == AdversarialSide.Discriminator;

    /// <inheritdoc/>
    public override torch.Tensor? Evaluate(
        in TorchBatch batch, ReadOnlySpan<torch.Tensor> values, Span<torch.Tensor?> gradients, bool withLoss)
    {
        gradients[0] = Slopes(values[0], _encodedIsTrue);
        gradients[1] = Slopes(values[1], !_encodedIsTrue);
        return withLoss ? Loss(values[0], _encodedIsTrue).PlusInPlace(Loss(values[1], !_encodedIsTrue)).view(1, 1) : null;
    }

    /// <summary>The values may be two passes', of batches of two sizes.</summary>
    private static torch.Tensor Slopes(torch.Tensor logits, bool isTrue)
    {
        using Scalar rowCount = (float)logits.size(0);
        var probabilities = logits.sigmoid();
        return (isTrue ? probabilities.sub_(One) : probabilities).div_(rowCount);
    }

    private static torch.Tensor Loss(torch.Tensor logits, bool isTrue) =>
        (isTrue ? logits.neg() : logits).Softplus().mean();
}
