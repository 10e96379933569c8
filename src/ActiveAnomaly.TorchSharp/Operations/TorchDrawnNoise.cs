using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>Normal noise of any width.</summary>
internal sealed class TorchDrawnNoise(DrawnNoiseOperation operation, int largestBatch, torch.Device device)
    : TorchNormalNoise(operation, largestBatch, device)
{
    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean) => Draw(mean);

    /// <summary>Does nothing: it is made of the rows' number alone, and no part that moves lies before rows.</summary>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean)
    {
    }
}
