using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training.Managed;

/// <summary>
/// The numbers of one layer in a managed training run. Weights are kept [inputs x padded outputs], as the forward product reads them, with
/// the biases after them, and transposed, as the input gradient's product does.
/// </summary>
internal sealed class ManagedWeights
{
    private readonly AlignedBuffer _numbers;
    private readonly AlignedBuffer _gradient;

    /// <summary>Takes <see cref="Count"/> numbers of the part's memory.</summary>
    public ManagedWeights(LayerParameters start, bool needsInputGradient, AlignedBuffer numbers, AlignedBuffer gradient)
    {
        Shape = start.Shape;
        OutputStride = KernelSet.Padded(Shape.OutputSize);
        InputStride = KernelSet.Padded(Shape.InputSize);
        _numbers = numbers;
        _gradient = gradient;
        Transposed = new AlignedBuffer(needsInputGradient ? Shape.OutputSize * InputStride : 0);
        var statistics = Shape.Activation == Activation.BatchNormLeakyRelu ? OutputStride : 0;
        RunningMean = new AlignedBuffer(statistics);
        RunningVariance = new AlignedBuffer(statistics);
        start.RunningMean.CopyTo(RunningMean.Span);
        RunningVariance.Span.Fill(1f);
        start.RunningVariance.CopyTo(RunningVariance.Span);
        KernelSet.Transpose(start.Weights, Shape.InputSize, Weights.Span, OutputStride, Shape.OutputSize, Shape.InputSize);
        start.Biases.CopyTo(Biases);
        RefreshTransposed();
    }

    public LayerShape Shape { get; }

    public int OutputStride { get; }

    /// <summary>Gets the number of elements from one row of <see cref="Transposed"/> to the next.</summary>
    public int InputStride { get; }

    public AlignedBuffer Weights => _numbers.Slice(0, Shape.InputSize * OutputStride);

    public AlignedBuffer WeightGradient => _gradient.Slice(0, Shape.InputSize * OutputStride);

    /// <summary>Gets the biases [padded outputs]; nothing without them.</summary>
    public Span<float> Biases => Shape.HasBias ? _numbers.Span.Slice(Shape.InputSize * OutputStride, OutputStride) : default;

    public Span<float> BiasGradient => Shape.HasBias ? _gradient.Span.Slice(Shape.InputSize * OutputStride, OutputStride) : default;

    public AlignedBuffer Transposed { get; }

    public AlignedBuffer RunningMean { get; }

    public AlignedBuffer RunningVariance { get; }

    /// <summary>Gets the number of numbers, padding included: the rows', and the end's, so that the next layer's are aligned.</summary>
    public static int Count(LayerShape shape)
    {
        var count = (shape.InputSize + (shape.HasBias ? 1 : 0)) * KernelSet.Padded(shape.OutputSize);
        return (count + AlignedBuffer.AlignedCount - 1) / AlignedBuffer.AlignedCount * AlignedBuffer.AlignedCount;
    }

    /// <summary>Brings the transposed weights up to date after the optimiser's step.</summary>
    public void RefreshTransposed()
    {
        if (Transposed.Length > 0)
        {
            SplitKernels.Transpose(Weights, OutputStride, Transposed, InputStride, Shape.InputSize, Shape.OutputSize);
        }
    }

    /// <summary>Moves the running statistics towards a batch's.</summary>
    public void UpdateRunningStatistics(ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, int rowCount)
    {
        if (rowCount < 2)
        {
            throw new InvalidOperationException(
                "A batch of one row has no variance to normalise by; the batch source is to give at least two rows a batch.");
        }

        const float momentum = NetworkShape.BatchNormMomentum;
        var unbiased = (float)rowCount / (rowCount - 1);
        var runningMean = RunningMean.Span;
        var runningVariance = RunningVariance.Span;
        for (var i = 0; i < mean.Length; i++)
        {
            runningMean[i] += momentum * (mean[i] - runningMean[i]);
            runningVariance[i] += momentum * ((variance[i] * unbiased) - runningVariance[i]);
        }
    }

    /// <summary>Copies the layer's numbers out, in their public layout.</summary>
    public LayerParameters Parameters() => new(
        Shape,
        Unpadded(Weights.Span),
        Shape.Activation == Activation.BatchNormLeakyRelu ? RunningMean.Span[..Shape.OutputSize].ToArray() : [],
        Shape.Activation == Activation.BatchNormLeakyRelu ? RunningVariance.Span[..Shape.OutputSize].ToArray() : [],
        Shape.HasBias ? Biases[..Shape.OutputSize].ToArray() : []);

    /// <summary>Copies the gradient out: the weights' row-major [outputs x inputs], then the biases'.</summary>
    public float[] Gradient() => [.. Unpadded(WeightGradient.Span), .. Shape.HasBias ? BiasGradient[..Shape.OutputSize] : default];

    /// <summary>Moves one number, by its place in <see cref="Gradient"/>, and gives what it then is: for checks of gradients.</summary>
    public float Move(int index, float change)
    {
        var weightCount = Shape.InputSize * Shape.OutputSize;
        ref var number = ref index < weightCount
            ? ref Weights.Span[(index % Shape.InputSize * OutputStride) + (index / Shape.InputSize)]
            : ref Biases[index - weightCount];
        number += change;
        RefreshTransposed();
        return number;
    }

    private float[] Unpadded(ReadOnlySpan<float> values)
    {
        var copy = new float[Shape.InputSize * Shape.OutputSize];
        KernelSet.Transpose(values, OutputStride, copy, Shape.InputSize, Shape.InputSize, Shape.OutputSize);
        return copy;
    }
}
