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
    private readonly Memory<float> _weights;
    private readonly Memory<float> _weightGradient;
    private readonly float[] _transposed;
    private readonly float[] _preActivation;
    private readonly float[] _output;
    private readonly float[] _outputGradient;
    private readonly float[] _mean;
    private readonly float[] _variance;
    private readonly float[] _inverseDeviation;
    private readonly float[] _scratch;
    private readonly float[] _runningMean;
    private readonly float[] _runningVariance;

    /// <summary>Creates the layer for batches of up to <paramref name="largestBatch"/> rows whose inputs have <paramref name="inputStride"/>.</summary>
    public ManagedLayer(
        KernelSet kernels, LayerParameters start, int inputStride, bool needsInputGradient, int largestBatch, Memory<float> weights, Memory<float> weightGradient)
    {
        _kernels = kernels;
        _shape = start.Shape;
        _inputStride = inputStride;
        OutputStride = KernelSet.Padded(_shape.OutputSize);
        _weights = weights;
        _weightGradient = weightGradient;
        var normalized = _shape.Activation == Activation.BatchNormLeakyRelu;
        var outputs = largestBatch * OutputStride;
        _output = new float[outputs];
        _outputGradient = new float[outputs];
        _preActivation = normalized ? new float[outputs] : [];
        _transposed = needsInputGradient ? new float[_shape.OutputSize * inputStride] : [];
        var statistics = normalized ? OutputStride : 0;
        _mean = new float[statistics];
        _variance = new float[statistics];
        _inverseDeviation = new float[statistics];
        _scratch = new float[2 * statistics];
        _runningMean = new float[statistics];
        _runningVariance = new float[statistics];
        if (normalized)
        {
            start.RunningMean.CopyTo(_runningMean);
            _runningVariance.AsSpan().Fill(1f);
            start.RunningVariance.CopyTo(_runningVariance);
        }

        KernelSet.Transpose(start.Weights, _shape.InputSize, _weights.Span, OutputStride, _shape.OutputSize, _shape.InputSize);
        RefreshTransposed();
    }

    public int OutputStride { get; }

    public int OutputSize => _shape.OutputSize;

    public ReadOnlySpan<float> Output => _output;

    public Span<float> OutputGradient => _outputGradient;

    /// <summary>Gets the number of weights, padding included.</summary>
    public static int WeightCount(LayerShape shape) => shape.InputSize * KernelSet.Padded(shape.OutputSize);

    /// <summary>output = activation(input W).</summary>
    public void Forward(ReadOnlySpan<float> input, int rowCount, bool batchStatistics)
    {
        var normalizes = _shape.Activation == Activation.BatchNormLeakyRelu;
        var linear = normalizes ? _preActivation : _output;
        _kernels.Multiply(
            input, _inputStride, 1, _weights.Span, OutputStride, linear, OutputStride, rowCount, _shape.InputSize, OutputStride, accumulate: false);
        if (_shape.Activation == Activation.Sigmoid)
        {
            var values = _output.AsSpan(0, rowCount * OutputStride);
            _kernels.Sigmoid(values, values);
        }
        else if (normalizes)
        {
            if (batchStatistics)
            {
                _kernels.ColumnStatistics(linear, OutputStride, rowCount, OutputStride, _mean, _variance);
                UpdateRunningStatistics(rowCount);
            }

            SetInverseDeviation(batchStatistics ? _variance : _runningVariance);
            _kernels.NormalizeAndActivate(
                linear, linear, _output, OutputStride, rowCount, OutputStride, batchStatistics ? _mean : _runningMean, _inverseDeviation, NetworkShape.LeakySlope);
        }
    }

    /// <summary>
    /// From dL/d(output) in <see cref="OutputGradient"/>: adds to (or sets) the weights' gradient, and sets the input's
    /// unless <paramref name="inputGradient"/> is empty.
    /// </summary>
    public void Backward(ReadOnlySpan<float> input, int rowCount, bool batchStatistics, bool accumulate, Span<float> inputGradient)
    {
        var gradient = _outputGradient.AsSpan(0, rowCount * OutputStride);
        if (_shape.Activation == Activation.Sigmoid)
        {
            _kernels.SigmoidBackward(gradient, _output.AsSpan(0, gradient.Length));
        }
        else if (_shape.Activation == Activation.BatchNormLeakyRelu)
        {
            _kernels.NormalizeAndActivateBackward(
                gradient, _preActivation, OutputStride, rowCount, OutputStride, _inverseDeviation, NetworkShape.LeakySlope, batchStatistics, _scratch);
        }

        _kernels.Multiply(
            input, 1, _inputStride, gradient, OutputStride, _weightGradient.Span, OutputStride, _shape.InputSize, rowCount, OutputStride, accumulate);
        if (!inputGradient.IsEmpty)
        {
            _kernels.Multiply(
                gradient, OutputStride, 1, _transposed, _inputStride, inputGradient, _inputStride, rowCount, _shape.OutputSize, _inputStride, accumulate: false);
        }
    }

    /// <summary>Brings the transposed weights up to date after the optimiser's step.</summary>
    public void RefreshTransposed()
    {
        if (_transposed.Length > 0)
        {
            KernelSet.Transpose(_weights.Span, OutputStride, _transposed, _inputStride, _shape.InputSize, _shape.OutputSize);
        }
    }

    /// <summary>Copies the layer's numbers out, in their public layout.</summary>
    public LayerParameters Parameters() => new(
        _shape,
        Unpadded(_weights.Span),
        _shape.Activation == Activation.BatchNormLeakyRelu ? _runningMean[.._shape.OutputSize] : [],
        _shape.Activation == Activation.BatchNormLeakyRelu ? _runningVariance[.._shape.OutputSize] : []);

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
        for (var i = 0; i < _mean.Length; i++)
        {
            _runningMean[i] += momentum * (_mean[i] - _runningMean[i]);
            _runningVariance[i] += momentum * ((_variance[i] * unbiased) - _runningVariance[i]);
        }
    }

    private void SetInverseDeviation(float[] variance)
    {
        for (var i = 0; i < variance.Length; i++)
        {
            _inverseDeviation[i] = 1f / MathF.Sqrt(variance[i] + NetworkShape.BatchNormEpsilon);
        }
    }
}
