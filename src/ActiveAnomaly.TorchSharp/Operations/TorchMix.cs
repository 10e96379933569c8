using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>l x_i + (1 - l) x_j; weights and partners are drawn on the host, as the managed engine draws them.</summary>
internal sealed class TorchMix : TorchOperation
{
    private readonly MixOperation _operation;
    private readonly torch.Device _device;
    private torch.Tensor? _weights;
    private torch.Tensor? _otherWeights;
    private torch.Tensor? _partners;

    public TorchMix(MixOperation operation, int largestBatch, torch.Device device)
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
        _weights = HostMemory.Upload(_operation.Weights, 1, _device);
        _otherWeights = _weights.neg().add_(1f);
        _partners = HostMemory.Upload(_operation.Partners, _device).to(torch.int64);
        return inputs[0].mul(_weights).add_(inputs[0].index_select(0, _partners).mul_(_otherWeights));
    }

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean) =>
        inputGradients[0] = gradient.mul(_weights!).index_add_(0, _partners!, gradient.mul(_otherWeights!), 1f);

    /// <inheritdoc/>
    public override void EndPass() => (_weights, _otherWeights, _partners) = (null, null, null);
}
