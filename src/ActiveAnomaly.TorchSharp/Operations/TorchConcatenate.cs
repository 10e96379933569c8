using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>Values side by side.</summary>
internal sealed class TorchConcatenate(ConcatenateOperation operation) : TorchOperation
{
    private readonly int[] _sizes = [.. operation.Inputs.Select(input => input.Size)];

    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean) => torch.cat(inputs.ToArray(), 1);

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean)
    {
        var first = 0;
        for (var i = 0; i < _sizes.Length; i++)
        {
            inputGradients[i] = needs[i] ? gradient.narrow(1, first, _sizes[i]) : null;
            first += _sizes[i];
        }
    }
}
