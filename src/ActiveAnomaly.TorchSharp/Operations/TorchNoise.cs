using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>Adds normal noise.</summary>
internal sealed class TorchNoise(NoiseOperation operation, int largestBatch, torch.Device device)
    : TorchNormalNoise(operation, largestBatch, device)
{
    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean) => inputs[0].Plus(Draw(mean));

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean) =>
        inputGradients[0] = gradient;
}
