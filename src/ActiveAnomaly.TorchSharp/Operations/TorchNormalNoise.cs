using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>Normal noise, drawn on the host as the managed engine draws it.</summary>
internal abstract class TorchNormalNoise : TorchOperation
{
    private readonly NormalNoiseOperation _operation;
    private readonly torch.Device _device;

    protected TorchNormalNoise(NormalNoiseOperation operation, int largestBatch, torch.Device device)
    {
        _operation = operation;
        _device = device;
        operation.Prepare(largestBatch);
    }

    /// <inheritdoc/>
    public sealed override void BeginEpoch(int epochIndex) => _operation.BeginEpoch(epochIndex);

    /// <summary>Draws the noise of a batch.</summary>
    protected torch.Tensor Draw(BatchMean mean)
    {
        _operation.BeginBatch(mean.RowCount);
        var size = _operation.Output.Size;
        return HostMemory.Upload(_operation.Noise[..(mean.RowCount * size)], size, _device);
    }
}
