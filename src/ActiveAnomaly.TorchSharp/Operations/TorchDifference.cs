using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>x - y.</summary>
internal sealed class TorchDifference : TorchOperation
{
    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean) => inputs[0].sub(inputs[1]);

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean)
    {
        inputGradients[0] = needs[0] ? gradient : null;
        inputGradients[1] = needs[1] ? gradient.neg() : null;
    }
}
