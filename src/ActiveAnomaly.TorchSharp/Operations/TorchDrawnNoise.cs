using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>Normal noise of any width, drawn on the host as the managed engine draws it.</summary>
internal sealed class TorchDrawnNoise : TorchOperation
{
    private readonly DrawnNoiseOperation _operation;
    private readonly torch.Device _device;

    public TorchDrawnNoise(DrawnNoiseOperation operation, int largestBatch, torch.Device device)
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
        return HostMemory.Upload(_operation.Noise[..(mean.RowCount * size)], size, _device);
    }

    /// <summary>Does nothing: it is made of the rows' number alone, and no part that moves lies before rows.</summary>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean)
    {
    }
}
