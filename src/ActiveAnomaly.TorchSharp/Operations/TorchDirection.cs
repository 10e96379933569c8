using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>r / ||r|| of each row.</summary>
internal sealed class TorchDirection : TorchOperation
{
    private static readonly Scalar SmallestNorm = DirectionOperation.SmallestNorm;

    private torch.Tensor? _directions;
    private torch.Tensor? _reciprocals;

    /// <summary>Gives the norms of rows, [b x 1].</summary>
    public static torch.Tensor Norms(torch.Tensor rows) => rows.mul(rows).sum(1, keepdim: true).sqrt_();

    /// <summary>Gives 1 / e of norms, and 0 for a row that has no direction.</summary>
    public static torch.Tensor Reciprocals(torch.Tensor norms) =>
        norms.clamp(min: SmallestNorm).reciprocal_().mul_(norms.ge(SmallestNorm).to(torch.float32));

    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean)
    {
        _reciprocals = Reciprocals(Norms(inputs[0]));
        return _directions = inputs[0].mul(_reciprocals);
    }

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean)
    {
        var along = _directions!.mul(gradient).sum(1, keepdim: true);
        inputGradients[0] = gradient.sub(_directions.mul(along)).mul_(_reciprocals!);
    }

    /// <inheritdoc/>
    public override void EndPass() => _directions = _reciprocals = null;
}
