using ActiveAnomaly.Networks;
using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// A part of a run: its weights and biases lie in one tensor, its running statistics in another, so that the statistics' update takes
/// the same few operations whatever the number of layers.
/// </summary>
internal sealed class TorchPart
{
    private static readonly Scalar Kept = 1f - NetworkShape.BatchNormMomentum;

    private readonly torch.Tensor _numbers;
    private readonly torch.Tensor _gradient;
    private readonly TorchStatistics? _statistics;
    private readonly torch.Tensor _momentum;

    /// <summary>Creates the part over its place in the run's memory, which holds the start already.</summary>
    public TorchPart(NetworkPart part, torch.Tensor numbers, torch.Tensor gradient)
    {
        Part = part;
        _numbers = numbers;
        _gradient = gradient;
        _momentum = HeldFactors.Filled(1, 1, NetworkShape.BatchNormMomentum, numbers.device);
        _statistics = StatisticsOf(part.Start, numbers.device);
        Layers = new TorchLayerNumbers[part.Shape.Layers.Count];
        var first = 0L;
        var unit = 0L;
        for (var i = 0; i < Layers.Length; i++)
        {
            var shape = part.Shape.Layers[i];
            var end = first + ((long)shape.InputSize * shape.OutputSize);
            torch.Tensor Weights(torch.Tensor memory) => memory.narrow(0, first, end - first).view(shape.OutputSize, shape.InputSize);
            torch.Tensor? Biases(torch.Tensor memory) =>
                shape.HasBias ? memory.narrow(0, end, shape.OutputSize).view(1, shape.OutputSize) : null;
            var normalizes = shape.Activation == Activation.BatchNormLeakyRelu;
            Layers[i] = new TorchLayerNumbers(
                shape,
                Weights(numbers),
                Weights(gradient),
                Biases(numbers),
                Biases(gradient),
                normalizes ? _statistics!.Slice(unit, shape.OutputSize) : null);
            first = end + (shape.HasBias ? shape.OutputSize : 0);
            unit += normalizes ? shape.OutputSize : 0;
        }
    }

    public NetworkPart Part { get; }

    public TorchLayerNumbers[] Layers { get; }

    /// <summary>Gets or sets a value indicating whether the update group that runs moves the part.</summary>
    public bool Moves { get; set; }

    /// <summary>Gets or sets a value indicating whether the gradient holds something of the group's step that more is added to.</summary>
    public bool HasGradient { get; set; }

    /// <summary>
    /// The numbers that a run's memory starts from: of each layer the weights, row-major [outputs x inputs], then the biases.
    /// </summary>
    public static IEnumerable<float> StartOf(NetworkPart part) =>
        part.Start.Layers.SelectMany(layer => (float[])[.. layer.Weights, .. layer.Biases]);

    /// <summary>Moves the running statistics towards those of the last forward pass.</summary>
    public void UpdateRunningStatistics(BatchMean mean)
    {
        if (_statistics is not null)
        {
            if (mean.RowCount < 2)
            {
                throw new InvalidOperationException(
                    "A batch of one row has no variance to normalise by; the batch source is to give at least two rows a batch.");
            }

            using Scalar share = NetworkShape.BatchNormMomentum * mean.RowCount / (mean.RowCount - 1);
            _statistics.RunningMean.lerp_(_statistics.Mean, _momentum);
            _statistics.RunningVariance.mul_(Kept).add_(_statistics.Variance, share);
        }
    }

    /// <summary>Sets the gradient to 0 where no objective gave one.</summary>
    public void CompleteGradient()
    {
        if (!HasGradient)
        {
            _gradient.zero_();
        }
    }

    /// <summary>Adds the penalty's gradient to the objectives', and gives the penalty, one number; null where there is none.</summary>
    public torch.Tensor? AddPenalty()
    {
        if (Part.WeightPenalty == 0)
        {
            return null;
        }

        using Scalar slope = 2 * Part.WeightPenalty;
        using Scalar factor = Part.WeightPenalty;
        torch.Tensor? squares = null;
        foreach (var layer in Layers)
        {
            layer.WeightGradient.add_(layer.Weights, slope);
            var sum = layer.Weights.SquareSum();
            squares = squares?.PlusInPlace(sum) ?? sum;
        }

        return squares!.mul_(factor);
    }

    /// <summary>Whether all numbers are finite; waits for the device.</summary>
    public bool IsFinite()
    {
        var finite = _numbers.isfinite().all();
        if (_statistics is not null)
        {
            finite = finite.logical_and(_statistics.RunningMean.isfinite().all()).logical_and(_statistics.RunningVariance.isfinite().all());
        }

        return finite.item<bool>();
    }

    /// <summary>Copies the part's numbers out.</summary>
    public NetworkParameters Parameters()
    {
        ReadOnlySpan<float> means = _statistics is null ? [] : HostMemory.Download(_statistics.RunningMean);
        ReadOnlySpan<float> variances = _statistics is null ? [] : HostMemory.Download(_statistics.RunningVariance);
        ReadOnlySpan<float> numbers = HostMemory.Download(_numbers);
        var layers = new LayerParameters[Layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            var shape = Layers[i].Shape;
            var units = shape.Activation == Activation.BatchNormLeakyRelu ? shape.OutputSize : 0;
            var weightCount = shape.InputSize * shape.OutputSize;
            var biasCount = shape.HasBias ? shape.OutputSize : 0;
            layers[i] = LayerParameters.Copy(
                shape,
                numbers[..weightCount],
                means[..units],
                variances[..units],
                numbers.Slice(weightCount, biasCount));
            numbers = numbers[(weightCount + biasCount)..];
            means = means[units..];
            variances = variances[units..];
        }

        return new NetworkParameters(Part.Shape, layers);
    }

    /// <summary>Copies the gradient out, in the order of <see cref="StartOf"/>.</summary>
    public float[] Gradient() => HostMemory.Download(_gradient);

    private static TorchStatistics? StatisticsOf(NetworkParameters start, torch.Device device)
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
}
