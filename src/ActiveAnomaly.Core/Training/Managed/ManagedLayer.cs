using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training.Managed;

/// <summary>One application of a layer in a managed training run: forward beside backward, over buffers allocated once.</summary>
internal sealed class ManagedLayer
{
    private readonly KernelSet _kernels;
    private readonly ManagedWeights _weights;
    private readonly int _inputStride;
    private readonly AlignedBuffer _preActivation;
    private readonly AlignedBuffer _mean;
    private readonly AlignedBuffer _variance;
    private readonly AlignedBuffer _inverseDeviation;
    private readonly AlignedBuffer _ones;

    /// <summary>
    /// Creates the application for batches of up to <paramref name="largestBatch"/> rows whose inputs have
    /// <paramref name="inputStride"/>.
    /// </summary>
    public ManagedLayer(KernelSet kernels, ManagedWeights weights, int inputStride, int largestBatch)
    {
        _kernels = kernels;
        _weights = weights;
        _inputStride = inputStride;
        var normalized = Shape.Activation == Activation.BatchNormLeakyRelu;
        var outputs = largestBatch * OutputStride;
        Output = new AlignedBuffer(outputs);
        OutputGradient = new AlignedBuffer(outputs);
        _preActivation = new AlignedBuffer(normalized ? outputs : 0);
        var statistics = normalized ? OutputStride : 0;
        _mean = new AlignedBuffer(statistics);
        _variance = new AlignedBuffer(statistics);
        _inverseDeviation = new AlignedBuffer(statistics);
        _ones = new AlignedBuffer(Shape.HasBias ? largestBatch : 0);
        _ones.Span.Fill(1f);
    }

    public int OutputStride => _weights.OutputStride;

    public AlignedBuffer Output { get; }

    public AlignedBuffer OutputGradient { get; }

    private LayerShape Shape => _weights.Shape;

    /// <summary>output = activation(input W + b), with the input's numbers other than zero where there are few.</summary>
    public void Forward(AlignedBuffer input, SparseRows? sparse, int rowCount, bool batchStatistics)
    {
        var normalizes = Shape.Activation == Activation.BatchNormLeakyRelu;
        var buffer = normalizes ? _preActivation : Output;
        var linear = buffer.Span;
        for (var row = 0; Shape.HasBias && row < rowCount; row++)
        {
            _weights.Biases.CopyTo(linear[(row * OutputStride)..]);
        }

        if (sparse is not null)
        {
            sparse.Multiply(_kernels, input.Span, rowCount, _weights.Weights.Span, linear, OutputStride, accumulate: Shape.HasBias);
        }
        else
        {
            SplitKernels.Multiply(
                _kernels, input, _inputStride, 1, _weights.Weights, OutputStride, buffer, OutputStride, rowCount, Shape.InputSize,
                OutputStride, accumulate: Shape.HasBias);
        }

        var values = linear[..(rowCount * OutputStride)];
        switch (Shape.Activation)
        {
            case Activation.BatchNormLeakyRelu:
                Normalize(linear, rowCount, batchStatistics);
                break;
            case Activation.Sigmoid:
                SplitKernels.Sigmoid(_kernels, buffer, values.Length);
                break;
            case Activation.Tanh:
                _kernels.Tanh(values, values);
                break;
            case Activation.LeakyRelu:
                _kernels.LeakyRelu(values, NetworkShape.LeakySlope);
                break;
            case Activation.Relu:
                _kernels.LeakyRelu(values, slope: 0f);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// From dL/d(output) in <see cref="OutputGradient"/>, which is used up: adds to (or sets) the weights' gradient where they
    /// move, and adds to (or sets) the input's unless <paramref name="inputGradient"/> is empty.
    /// </summary>
    public void Backward(
        AlignedBuffer input,
        SparseRows? sparse,
        int rowCount,
        bool batchStatistics,
        bool moves,
        bool accumulate,
        AlignedBuffer inputGradient,
        bool accumulateInput)
    {
        var gradient = OutputGradient.Span[..(rowCount * OutputStride)];
        ActivationBackward(gradient, rowCount, batchStatistics);
        if (moves)
        {
            if (sparse is not null)
            {
                sparse.MultiplyTransposed(
                    _kernels, input.Span, rowCount, gradient, _weights.WeightGradient.Span, OutputStride, accumulate);
            }
            else
            {
                SplitKernels.Multiply(
                    _kernels,
                    input,
                    1,
                    _inputStride,
                    OutputGradient,
                    OutputStride,
                    _weights.WeightGradient,
                    OutputStride,
                    Shape.InputSize,
                    rowCount,
                    OutputStride,
                    accumulate);
            }

            if (Shape.HasBias)
            {
                _kernels.Multiply(
                    _ones.Span,
                    rowCount,
                    1,
                    gradient,
                    OutputStride,
                    _weights.BiasGradient,
                    OutputStride,
                    1,
                    rowCount,
                    OutputStride,
                    accumulate);
            }
        }

        if (inputGradient.Length > 0)
        {
            // A padded width where the gradient has room for it, which is faster than one that ends within a vector.
            SplitKernels.Multiply(
                _kernels,
                OutputGradient,
                OutputStride,
                1,
                _weights.Transposed,
                _weights.InputStride,
                inputGradient,
                _inputStride,
                rowCount,
                Shape.OutputSize,
                _inputStride == _weights.InputStride ? _inputStride : Shape.InputSize,
                accumulateInput);
        }
    }

    private void Normalize(Span<float> linear, int rowCount, bool batchStatistics)
    {
        if (batchStatistics)
        {
            _kernels.ColumnStatistics(linear, OutputStride, rowCount, OutputStride, _mean.Span, _variance.Span);
            _weights.UpdateRunningStatistics(_mean.Span, _variance.Span, rowCount);
        }

        SetInverseDeviation((batchStatistics ? _variance : _weights.RunningVariance).Span);
        _kernels.NormalizeAndActivate(
            linear, linear, Output.Span, OutputStride, rowCount, OutputStride, (batchStatistics ? _mean : _weights.RunningMean).Span,
            _inverseDeviation.Span, NetworkShape.LeakySlope);
    }

    private void ActivationBackward(Span<float> gradient, int rowCount, bool batchStatistics)
    {
        var output = Output.Span[..gradient.Length];
        switch (Shape.Activation)
        {
            case Activation.BatchNormLeakyRelu:
                _kernels.NormalizeAndActivateBackward(
                    gradient,
                    _preActivation.Span,
                    OutputStride,
                    rowCount,
                    OutputStride,
                    _inverseDeviation.Span,
                    NetworkShape.LeakySlope,
                    batchStatistics);
                break;
            case Activation.Sigmoid:
                SplitKernels.SigmoidBackward(_kernels, OutputGradient, Output, gradient.Length);
                break;
            case Activation.Tanh:
                _kernels.TanhBackward(gradient, output);
                break;
            case Activation.LeakyRelu:
                _kernels.LeakyReluBackward(gradient, output, NetworkShape.LeakySlope);
                break;
            case Activation.Relu:
                _kernels.LeakyReluBackward(gradient, output, slope: 0f);
                break;
            default:
                break;
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
