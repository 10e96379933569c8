namespace ActiveAnomaly.Networks;

/// <summary>The trained numbers of one layer. Immutable.</summary>
public sealed class LayerParameters
{
    private readonly float[] _weights;
    private readonly float[] _runningMean;
    private readonly float[] _runningVariance;
    private readonly float[] _biases;

    internal LayerParameters(LayerShape shape, float[] weights, float[] runningMean, float[] runningVariance, float[]? biases = null)
    {
        biases ??= [];
        var statistics = shape.Activation == Activation.BatchNormLeakyRelu ? shape.OutputSize : 0;
        var biasCount = shape.HasBias ? shape.OutputSize : 0;
        if (weights.Length != shape.InputSize * shape.OutputSize || runningMean.Length != statistics || runningVariance.Length != statistics
            || biases.Length != biasCount)
        {
            throw new ArgumentException(
                $"A layer {shape} needs {shape.InputSize * shape.OutputSize} weights, {biasCount} biases and "
                + $"{statistics} running means and variances; "
                + $"there are {weights.Length}, {biases.Length}, {runningMean.Length} and {runningVariance.Length}.",
                nameof(weights));
        }

        Shape = shape;
        _weights = weights;
        _runningMean = runningMean;
        _runningVariance = runningVariance;
        _biases = biases;
    }

    /// <summary>Makes a layer's numbers of copies of what an engine trained.</summary>
    /// <param name="shape">The layer's sizes.</param>
    /// <param name="weights">The weights, row-major [outputs x inputs].</param>
    /// <param name="runningMean">The running means of batch normalisation, one an output; empty without it.</param>
    /// <param name="runningVariance">The running (unbiased) variances of batch normalisation, one an output; empty without it.</param>
    /// <param name="biases">The biases, one an output; empty without them.</param>
    /// <returns>The numbers.</returns>
    /// <exception cref="ArgumentException">There are not as many numbers as the shape needs.</exception>
    public static LayerParameters Copy(
        LayerShape shape,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> runningMean,
        ReadOnlySpan<float> runningVariance,
        ReadOnlySpan<float> biases = default) =>
        new(shape, weights.ToArray(), runningMean.ToArray(), runningVariance.ToArray(), biases.ToArray());

    /// <summary>Gets the layer's sizes.</summary>
    public LayerShape Shape { get; }

    /// <summary>Gets the weights, row-major [outputs x inputs].</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Gets the biases, one an output; empty without them.</summary>
    public ReadOnlySpan<float> Biases => _biases;

    /// <summary>Gets the running means of batch normalisation, one an output; empty without batch normalisation.</summary>
    public ReadOnlySpan<float> RunningMean => _runningMean;

    /// <summary>Gets the running (unbiased) variances of batch normalisation, one an output; empty without batch normalisation.</summary>
    public ReadOnlySpan<float> RunningVariance => _runningVariance;
}
