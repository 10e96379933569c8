using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Engines;

/// <summary>
/// One layer of a managed training run: forward beside backward, over buffers allocated once. Weights are kept
/// [inputs x padded outputs], as the forward product reads them, and transposed, as the input gradient's product does.
/// </summary>
internal sealed class ManagedLayer
{
    private readonly KernelSet _kernels;
    private readonly LayerShape _shape;
    private readonly int _inputStride;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _weightGradient;
    private readonly AlignedBuffer _transposed;
    private readonly AlignedBuffer _preActivation;
    private readonly AlignedBuffer _output;
    private readonly AlignedBuffer _outputGradient;
    private readonly AlignedBuffer _mean;
    private readonly AlignedBuffer _variance;
    private readonly AlignedBuffer _inverseDeviation;
    private readonly AlignedBuffer _runningMean;
    private readonly AlignedBuffer _runningVariance;

    /// <summary>Creates the layer for batches of up to <paramref name="largestBatch"/> rows whose inputs have <paramref name="inputStride"/>.</summary>
    public ManagedLayer(
        KernelSet kernels, LayerParameters start, int inputStride, bool needsInputGradient, int largestBatch, AlignedBuffer weights, AlignedBuffer weightGradient)
    {
        _kernels = kernels;
        _shape = start.Shape;
        _inputStride = inputStride;
        OutputStride = KernelSet.Padded(_shape.OutputSize);
        _weights = weights;
        _weightGradient = weightGradient;
        var normalized = _shape.Activation == Activation.BatchNormLeakyRelu;
        var outputs = largestBatch * OutputStride;
        _output = new AlignedBuffer(outputs);
        _outputGradient = new AlignedBuffer(outputs);
        _preActivation = new AlignedBuffer(normalized ? outputs : 0);
        _transposed = new AlignedBuffer(needsInputGradient ? _shape.OutputSize * inputStride : 0);
        var statistics = normalized ? OutputStride : 0;
        _mean = new AlignedBuffer(statistics);
        _variance = new AlignedBuffer(statistics);
        _inverseDeviation = new AlignedBuffer(statistics);
        _runningMean = new AlignedBuffer(statistics);
        _runningVariance = new AlignedBuffer(statistics);
        if (normalized)
        {
            start.RunningMean.CopyTo(_runningMean.Span);
            _runningVariance.Span.Fill(1f);
            start.RunningVariance.CopyTo(_runningVariance.Span);
        }

        KernelSet.Transpose(start.Weights, _shape.InputSize, _weights.Span, OutputStride, _shape.OutputSize, _shape.InputSize);
        RefreshTransposed();
    }

    public int OutputStride { get; }

    public int OutputSize => _shape.OutputSize;

    public ReadOnlySpan<float> Output => _output.Span;

    public Span<float> OutputGradient => _outputGradient.Span;

    /// <summary>Gets the number of weights, padding included: the rows', and the end's, so that the next layer's are aligned.</summary>
    public static int WeightCount(LayerShape shape)
    {
        var count = shape.InputSize * KernelSet.Padded(shape.OutputSize);
        return (count + AlignedBuffer.AlignedCount - 1) / AlignedBuffer.AlignedCount * AlignedBuffer.AlignedCount;
    }

    /// <summary>output = activation(input W).</summary>
    public void Forward(ReadOnlySpan<float> input, int rowCount, bool batchStatistics)
    {
        var normalizes = _shape.Activation == Activation.BatchNormLeakyRelu;
        var linear = (normalizes ? _preActivation : _output).Span;
        _kernels.Multiply(
            input, _inputStride, 1, _weights.Span, OutputStride, linear, OutputStride, rowCount, _shape.InputSize, OutputStride, accumulate: false);
        if (_shape.Activation == Activation.Sigmoid)
        {
            var values = linear[..(rowCount * OutputStride)];
            _kernels.Sigmoid(values, values);
        }
        else if (normalizes)
        {
            if (batchStatistics)
            {
                _kernels.ColumnStatistics(linear, OutputStride, rowCount, OutputStride, _mean.Span, _variance.Span);
                UpdateRunningStatistics(rowCount);
            }

            SetInverseDeviation((batchStatistics ? _variance : _runningVariance).Span);
            _kernels.NormalizeAndActivate(
                linear, linear, _output.Span, OutputStride, rowCount, OutputStride, (batchStatistics ? _mean : _runningMean).Span, _inverseDeviation.Span,
                NetworkShape.LeakySlope);
        }
    }

    /// <summary>
    /// From dL/d(output) in <see cref="OutputGradient"/>: adds to (or sets) the weights' gradient, and sets the input's
    /// unless <paramref name="inputGradient"/> is empty.
    /// </summary>
    public void Backward(ReadOnlySpan<float> input, int rowCount, bool batchStatistics, bool accumulate, Span<float> inputGradient)
    {
        var gradient = _outputGradient.Span[..(rowCount * OutputStride)];
        if (_shape.Activation == Activation.Sigmoid)
        {
            _kernels.SigmoidBackward(gradient, _output.Span[..gradient.Length]);
        }
        else if (_shape.Activation == Activation.BatchNormLeakyRelu)
        {
            _kernels.NormalizeAndActivateBackward(
                gradient, _preActivation.Span, OutputStride, rowCount, OutputStride, _inverseDeviation.Span, NetworkShape.LeakySlope, batchStatistics);
        }

        _kernels.Multiply(
            input, 1, _inputStride, gradient, OutputStride, _weightGradient.Span, OutputStride, _shape.InputSize, rowCount, OutputStride, accumulate);
        if (!inputGradient.IsEmpty)
        {
            _kernels.Multiply(
                gradient, OutputStride, 1, _transposed.Span, _inputStride, inputGradient, _inputStride, rowCount, _shape.OutputSize, _inputStride, accumulate: false);
        }
    }

    /// <summary>Brings the transposed weights up to date after the optimiser's step.</summary>
    public void RefreshTransposed()
    {
        if (_transposed.Length > 0)
        {
            KernelSet.Transpose(_weights.Span, OutputStride, _transposed.Span, _inputStride, _shape.InputSize, _shape.OutputSize);
        }
    }

    /// <summary>Copies the layer's numbers out, in their public layout.</summary>
    public LayerParameters Parameters() => new(
        _shape,
        Unpadded(_weights.Span),
        _shape.Activation == Activation.BatchNormLeakyRelu ? _runningMean.Span[.._shape.OutputSize].ToArray() : [],
        _shape.Activation == Activation.BatchNormLeakyRelu ? _runningVariance.Span[.._shape.OutputSize].ToArray() : []);

    /// <summary>Copies the weights' gradient out, row-major [outputs x inputs].</summary>
    public float[] WeightGradient() => Unpadded(_weightGradient.Span);

    private float[] Unpadded(ReadOnlySpan<float> values)
    {
        var copy = new float[_shape.InputSize * _shape.OutputSize];
        KernelSet.Transpose(values, OutputStride, copy, _shape.InputSize, _shape.InputSize, _shape.OutputSize);
        return copy;
    }

    private void UpdateRunningStatistics(int rowCount)
    {
        const float momentum = NetworkShape.BatchNormMomentum;
        var unbiased = (float)rowCount / (rowCount - 1);
        ReadOnlySpan<float> mean = _mean.Span;
        ReadOnlySpan<float> variance = _variance.Span;
        var runningMean = _runningMean.Span;
        var runningVariance = _runningVariance.Span;
        for (var i = 0; i < mean.Length; i++)
        {
            runningMean[i] += momentum * (mean[i] - runningMean[i]);
            runningVariance[i] += momentum * ((variance[i] * unbiased) - runningVariance[i]);
        }
    }

    private void SetInverseDeviation(ReadOnlySpan<float> variance)
    {
        var inverse = _inverseDeviation.Span;
        for (var i = 0; i < variance.Length; i++)
        {
            inverse[i] = 1f / MathF.Sqrt(variance[i] + NetworkShape.BatchNormEpsilon);
        }
    }
}
