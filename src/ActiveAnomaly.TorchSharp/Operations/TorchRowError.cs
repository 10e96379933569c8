using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>1 / d sum of (y - x)^2 of each row.</summary>
internal sealed class TorchRowError(int size, torch.Device device) : TorchOperation
{
    private readonly torch.Tensor _shares = HeldFactors.Filled(size, 1, 1f / size, device);
    private readonly Scalar _twice = 2f / size;
    private readonly Scalar _minusTwice = -2f / size;
    private torch.Tensor? _difference;

    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean)
    {
        _difference = inputs[0].sub(inputs[1]);
        return _difference.mul(_difference).mm(_shares);
    }

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean)
    {
        for (var i = 0; i < inputGradients.Length; i++)
        {
            inputGradients[i] = needs[i] ? _difference!.mul(gradient.mul(i == 0 ? _twice : _minusTwice)) : null;
        }
    }

    /// <inheritdoc/>
    public override void EndPass() => _difference = null;
}
