using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>
/// The sum of l_m x_m over the rows that are mixed; weights and places are drawn on the host, as the managed engine draws them.
/// </summary>
internal sealed class TorchMix : TorchOperation
{
    private static readonly Scalar One = 1f;

    private readonly MixOperation _operation;
    private readonly torch.Device _device;
    private readonly torch.Tensor?[] _weights;
    private readonly torch.Tensor?[] _places;

    public TorchMix(MixOperation operation, int largestBatch, torch.Device device)
    {
        _operation = operation;
        _device = device;
        _weights = new torch.Tensor?[operation.MixedRowCount];
        _places = new torch.Tensor?[operation.MixedRowCount];
        operation.Prepare(largestBatch);
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => _operation.BeginEpoch(epochIndex);

    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean)
    {
        _operation.BeginBatch(mean.RowCount);
        for (var member = 0; member < _weights.Length; member++)
        {
            _weights[member] = HostMemory.Upload(_operation.WeightsOf(member), 1, _device);
            _places[member] = HostMemory.Upload(_operation.PlacesOf(member), _device).to(torch.int64);
        }

        var mixed = inputs[0].mul(_weights[0]!);
        for (var member = 1; member < _weights.Length; member++)
        {
            mixed.PlusInPlace(inputs[0].index_select(0, _places[member]!).mul_(_weights[member]!));
        }

        return mixed;
    }

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean)
    {
        var sum = gradient.mul(_weights[0]!);
        for (var member = 1; member < _weights.Length; member++)
        {
            sum.index_add_(0, _places[member]!, gradient.mul(_weights[member]!), One);
        }

        inputGradients[0] = sum;
    }

    /// <inheritdoc/>
    public override void EndPass()
    {
        Array.Clear(_weights);
        Array.Clear(_places);
    }
}
