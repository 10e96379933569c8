using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>Adds normal noise, drawn on the host as the managed engine draws it.</summary>
internal sealed class TorchNoise : TorchOperation
{
    private readonly NoiseOperation _operation;
    private readonly torch.Device _device;

    public TorchNoise(NoiseOperation operation, int largestBatch, torch.Device device)
    {
        _operation = operation;
        _device = device;
        operation.Prepare(largestBatch);
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => _operation.BeginEpoch(epochIndex);

    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean)
    {
        _operation.BeginBatch(mean.RowCount);
        var size = _operation.Output.Size;
        return inputs[0].Plus(HostMemory.Upload(_operation.Noise[..(mean.RowCount * size)], size, _device));
    }

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean) =>
        inputGradients[0] = gradient;
}
