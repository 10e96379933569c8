using TorchSharp;

namespace ActiveAnomaly.Torch.Operations;

/// <summary>Applies a part.</summary>
internal sealed class TorchPartOperation(TorchPart part) : TorchOperation
{
    private readonly TorchLayer[] _layers = [.. part.Layers.Select(numbers => new TorchLayer(numbers))];
    private bool _frozen;

    /// <inheritdoc/>
    public override void Freeze()
    {
        _frozen = true;
        Array.ForEach(_layers, layer => layer.Freeze());
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(ReadOnlySpan<torch.Tensor> inputs, BatchMean mean)
    {
        var value = inputs[0];
        foreach (var layer in _layers)
        {
            value = layer.Forward(value, mean);
        }

        if (!_frozen)
        {
            part.UpdateRunningStatistics(mean);
        }

        return value;
    }

    /// <inheritdoc/>
    public override void Backward(torch.Tensor gradient, ReadOnlySpan<bool> needs, Span<torch.Tensor?> inputGradients, BatchMean mean)
    {
        if (gradient.size(0) != mean.RowCount)
        {
            gradient = gradient.expand(mean.RowCount, -1);
        }

        for (var l = _layers.Length - 1; l >= 0; l--)
        {
            gradient = _layers[l].Backward(gradient, mean, part.Moves, part.HasGradient, wantsInputGradient: l > 0 || needs[0])!;
        }

        part.HasGradient |= part.Moves;
        inputGradients[0] = gradient;
    }

    /// <inheritdoc/>
    public override void EndPass() => Array.ForEach(_layers, layer => layer.EndPass());
}
