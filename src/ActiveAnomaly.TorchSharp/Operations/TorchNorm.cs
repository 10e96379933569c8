using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>||r|| of each row.</summary>
internal sealed class TorchNorm : TorchOperation
{
    private torch.Tensor? _rows;
    private torch.Tensor? _norms;

    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean)
    {
        _rows = inputs[0];
        return _norms = TorchDirection.Norms(inputs[0]);
    }

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean) =>
        inputGradients[0] = _rows!.mul(gradient.mul(TorchDirection.Reciprocals(_norms!)));

    /// <inheritdoc/>
    public override void EndPass() => _rows = _norms = null;
}
