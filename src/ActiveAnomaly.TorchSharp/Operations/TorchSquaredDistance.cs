using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>s = ||z - c||^2 (Eq. 3).</summary>
internal sealed class TorchSquaredDistance(SquaredDistanceOperation operation, torch.Device device) : TorchOperation
{
    private static readonly Scalar Two = 2f;

    private readonly torch.Tensor _center = HostMemory.Upload(operation.Center, operation.Center.Length, device);
    private readonly torch.Tensor _ones = torch.ones(operation.Center.Length, 1, torch.float32, device);
    private torch.Tensor? _difference;

    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean)
    {
        _difference = inputs[0].sub(_center);
        return _difference.mul(_difference).mm(_ones);
    }

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean) =>
        inputGradients[0] = _difference!.mul(gradient.mul(Two));

    /// <inheritdoc/>
    public override void EndPass() => _difference = null;
}
