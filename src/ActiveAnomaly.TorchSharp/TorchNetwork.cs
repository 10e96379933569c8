using ActiveAnomaly.Networks;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// The network of a run: all weights, and the heads' parameters after them, in one tensor, all running statistics in another, so
/// that the optimiser and the statistics' update each take the same few operations whatever the number of layers.
/// </summary>
internal sealed class TorchNetwork
{
    private static readonly Scalar Kept = 1f - NetworkShape.BatchNormMomentum;

    private readonly NetworkShape _shape;
    private readonly TorchLayer[] _layers;
    private readonly TorchStatistics? _statistics;
    private readonly torch.Tensor _momentum;
    private readonly long _weightCount;
    private bool _frozen;

    public TorchNetwork(NetworkParameters start, int headParameterCount, torch.Device device)
    {
        _shape = start.Shape;
        _weightCount = _shape.Layers.Sum(WeightCount);
        _momentum = torch.full(1, 1, NetworkShape.BatchNormMomentum, torch.float32, device);
        Parameters = HostMemory.Upload([.. start.Layers.SelectMany(layer => layer.Weights.ToArray()), .. new float[headParameterCount]], 1, device).view(-1);
        Gradient = torch.zeros_like(Parameters);
        _statistics = Statistics(start, device);
        _layers = new TorchLayer[_shape.Layers.Count];
        var weight = 0L;
        var unit = 0L;
        for (var i = 0; i < _layers.Length; i++)
        {
            var layer = _shape.Layers[i];
            var normalizes = layer.Activation == Activation.BatchNormLeakyRelu;
            _layers[i] = new TorchLayer(
                layer,
                Parameters.narrow(0, weight, WeightCount(layer)),
                Gradient.narrow(0, weight, WeightCount(layer)),
                normalizes ? _statistics!.Slice(unit, layer.OutputSize) : null);
            weight += WeightCount(layer);
            unit += normalizes ? layer.OutputSize : 0;
        }
    }

    /// <summary>Gets all parameters.</summary>
    public torch.Tensor Parameters { get; }

    /// <summary>Gets their gradient.</summary>
    public torch.Tensor Gradient { get; }

    /// <summary>Gives views of a head's parameters and of their gradient, [count x 1] each.</summary>
    public (torch.Tensor Parameters, torch.Tensor Gradient) Head(long first, long count) => (
        Parameters.narrow(0, _weightCount + first, count).view(count, 1), Gradient.narrow(0, _weightCount + first, count).view(count, 1));

    /// <summary>From now on batch normalisation uses the running statistics as they are.</summary>
    public void Freeze()
    {
        if (!_frozen)
        {
            _frozen = true;
            Array.ForEach(_layers, layer => layer.Freeze());
        }
    }

    /// <summary>Gets the last pass's output of a layer.</summary>
    public torch.Tensor Output(int layerIndex) => _layers[layerIndex].Output!;

    /// <summary>Runs a batch through the network; with batch statistics it moves the running ones.</summary>
    public void Forward(torch.Tensor inputs, BatchMean mean)
    {
        foreach (var layer in _layers)
        {
            inputs = layer.Forward(inputs, mean);
        }

        if (!_frozen && _statistics is not null)
        {
            using Scalar share = NetworkShape.BatchNormMomentum * mean.RowCount / (mean.RowCount - 1);
            _statistics.RunningMean.lerp_(_statistics.Mean, _momentum);
            _statistics.RunningVariance.mul_(Kept).add_(_statistics.Variance, share);
        }
    }

    /// <summary>From dL/d(output), and what is added to dL/d(code), sets the weights' gradient or adds to it.</summary>
    public void Backward(torch.Tensor gradient, torch.Tensor? codeGradient, int codeLayer, BatchMean mean, bool accumulate)
    {
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            if (i == codeLayer && codeGradient is not null)
            {
                gradient.add_(codeGradient);
            }

            gradient = _layers[i].Backward(gradient, mean, accumulate, wantsInputGradient: i > 0)!;
            _layers[i].EndPass();
        }
    }

    /// <summary>Whether all parameters and statistics are finite; waits for the device.</summary>
    public bool IsFinite()
    {
        var finite = Parameters.isfinite().all();
        if (_statistics is not null)
        {
            finite = finite.logical_and(_statistics.RunningMean.isfinite().all()).logical_and(_statistics.RunningVariance.isfinite().all());
        }

        return finite.item<bool>();
    }

    /// <summary>Copies the network's numbers out.</summary>
    public NetworkParameters ToParameters()
    {
        ReadOnlySpan<float> means = _statistics is null ? [] : HostMemory.Download(_statistics.RunningMean);
        ReadOnlySpan<float> variances = _statistics is null ? [] : HostMemory.Download(_statistics.RunningVariance);
        var weights = SplitByLayer(HostMemory.Download(Parameters));
        var layers = new LayerParameters[_layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            var shape = _shape.Layers[i];
            var units = shape.Activation == Activation.BatchNormLeakyRelu ? shape.OutputSize : 0;
            layers[i] = LayerParameters.Copy(shape, weights[i], means[..units], variances[..units]);
            means = means[units..];
            variances = variances[units..];
        }

        return new NetworkParameters(_shape, layers);
    }

    /// <summary>Copies the weights' gradients out, layer by layer, each row-major [outputs x inputs].</summary>
    public float[][] WeightGradients() => SplitByLayer(HostMemory.Download(Gradient));

    private static int WeightCount(LayerShape layer) => layer.InputSize * layer.OutputSize;

    private static TorchStatistics? Statistics(NetworkParameters start, torch.Device device)
    {
        float[] means = [.. start.Layers.SelectMany(layer => layer.RunningMean.ToArray())];
        float[] variances = [.. start.Layers.SelectMany(layer => layer.RunningVariance.ToArray())];
        return means.Length == 0
            ? null
            : new TorchStatistics(
                torch.zeros(1, means.Length, torch.float32, device),
                torch.zeros(1, means.Length, torch.float32, device),
                HostMemory.Upload(means, means.Length, device),
                HostMemory.Upload(variances, means.Length, device));
    }

    private float[][] SplitByLayer(float[] values)
    {
        var parts = new float[_layers.Length][];
        var first = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var count = WeightCount(_shape.Layers[i]);
            parts[i] = values.AsSpan(first, count).ToArray();
            first += count;
        }

        return parts;
    }
}
