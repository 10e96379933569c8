using ActiveAnomaly.Networks;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// One layer of a run on libtorch: forward beside backward, both explicit. On one core of an AMD EPYC (libtorch 1.13, medians of
/// interleaved runs) a step of 33-32-16-8 with 128 rows takes 49 us instead of autograd's 140 with frozen batch normalisation, and
/// 74 instead of 148 with batch statistics.
/// </summary>
internal sealed class TorchLayer
{
    private static readonly Scalar Slope = NetworkShape.LeakySlope;
    private static readonly Scalar Epsilon = NetworkShape.BatchNormEpsilon;
    private static readonly Scalar One = 1f;
    private static readonly Scalar MinusOne = -1f;

    private readonly Activation _activation;
    private readonly torch.Tensor _weights;
    private readonly torch.Tensor _transposed;
    private readonly torch.Tensor _weightGradient;
    private readonly torch.Tensor? _mean;
    private readonly torch.Tensor? _variance;
    private readonly torch.Tensor? _runningMean;
    private readonly torch.Tensor? _runningVariance;
    private torch.Tensor? _frozenInverseDeviation;

    // What the backward pass needs of the forward pass; it lives in the step's dispose scope.
    private torch.Tensor? _input;
    private torch.Tensor? _normalized;
    private torch.Tensor? _inverseDeviation;

    /// <summary>Creates the layer over views of the network's memory; statistics are [1 x outputs], or null without batch normalisation.</summary>
    public TorchLayer(LayerShape shape, torch.Tensor weights, torch.Tensor weightGradient, TorchStatistics? statistics)
    {
        _activation = shape.Activation;
        _weights = weights.view(shape.OutputSize, shape.InputSize);
        _transposed = _weights.t();
        _weightGradient = weightGradient.view(shape.OutputSize, shape.InputSize);
        _mean = statistics?.Mean;
        _variance = statistics?.Variance;
        _runningMean = statistics?.RunningMean;
        _runningVariance = statistics?.RunningVariance;
    }

    /// <summary>Gets the last pass's output, [b x outputs].</summary>
    public torch.Tensor? Output { get; private set; }

    /// <summary>Fixes what the running statistics give in frozen mode; they do not change from then on.</summary>
    public void Freeze()
    {
        using var shifted = _runningVariance?.add(Epsilon);
        _frozenInverseDeviation = shifted?.rsqrt();
    }

    /// <summary>output = activation(input W^T).</summary>
    public torch.Tensor Forward(torch.Tensor input, BatchMean mean)
    {
        _input = input;
        var linear = input.mm(_transposed);
        Output = _activation switch
        {
            Activation.BatchNormLeakyRelu => Normalize(linear, mean).leaky_relu(Slope),
            Activation.Sigmoid => linear.sigmoid_(),
            _ => linear,
        };
        return Output;
    }

    /// <summary>
    /// From dL/d(output), which is used up: sets the weights' gradient or adds to it, and gives the input's when it is wanted.
    /// </summary>
    public torch.Tensor? Backward(torch.Tensor gradient, BatchMean mean, bool accumulate, bool wantsInputGradient)
    {
        if (_activation == Activation.Sigmoid)
        {
            // y (1 - y) = y - y^2
            gradient.mul_(Output!.addcmul(Output, Output, MinusOne));
        }
        else if (_activation == Activation.BatchNormLeakyRelu)
        {
            NormalizeBackward(gradient, mean);
        }

        _weightGradient.addmm_(gradient.t(), _input!, beta: accumulate ? 1f : 0f, alpha: 1f);
        return wantsInputGradient ? gradient.mm(_weights) : null;
    }

    /// <summary>Forgets the pass.</summary>
    public void EndPass()
    {
        _input = null;
        _normalized = null;
        _inverseDeviation = null;
        Output = null;
    }

    private torch.Tensor Normalize(torch.Tensor linear, BatchMean mean)
    {
        if (_frozenInverseDeviation is not null)
        {
            linear.sub_(_runningMean!);
            _inverseDeviation = _frozenInverseDeviation;
        }
        else
        {
            _mean!.addmm_(mean.Share, linear, beta: 0f, alpha: 1f);
            linear.sub_(_mean);
            _variance!.addmm_(mean.Share, linear.mul(linear), beta: 0f, alpha: 1f);
            _inverseDeviation = _variance.add(Epsilon).rsqrt_();
        }

        return _normalized = linear.mul_(_inverseDeviation);
    }

    private void NormalizeBackward(torch.Tensor gradient, BatchMean mean)
    {
        // The rectifier's slope: 1 where its input is positive, 0.01 elsewhere.
        gradient.mul_(_normalized!.sign().clamp_(Slope, One));
        if (_frozenInverseDeviation is null)
        {
            var products = mean.Share.mm(gradient.mul(_normalized));
            var average = mean.Share.mm(gradient);
            gradient.addcmul_(_normalized, products, MinusOne).sub_(average);
        }

        gradient.mul_(_inverseDeviation!);
    }
}
