using ActiveAnomaly.Networks;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// One application of a layer in a run on libtorch: forward beside backward, both explicit. On one core of an AMD EPYC
/// (libtorch 1.13, medians of interleaved runs) a step of 33-32-16-8 with 128 rows takes 49 us instead of autograd's 140 with
/// frozen batch normalisation, and 74 instead of 148 with batch statistics.
/// </summary>
internal sealed class TorchLayer
{
    private static readonly Scalar Slope = NetworkShape.LeakySlope;
    private static readonly Scalar Epsilon = NetworkShape.BatchNormEpsilon;

    // Given to sums too: the factor that TorchSharp makes for a call by itself may be collected while the call runs.
    private static readonly Scalar One = 1f;
    private static readonly Scalar MinusOne = -1f;

    private readonly Activation _activation;
    private readonly TorchLayerNumbers _numbers;
    private readonly torch.Tensor _transposed;
    private readonly torch.Tensor? _mean;
    private readonly torch.Tensor? _variance;
    private readonly torch.Tensor? _runningMean;
    private readonly torch.Tensor? _runningVariance;
    private torch.Tensor? _frozenInverseDeviation;

    // What the backward pass needs of the forward pass; it lives in the step's dispose scope.
    private torch.Tensor? _input;
    private torch.Tensor? _normalized;
    private torch.Tensor? _inverseDeviation;
    private torch.Tensor? _output;

    public TorchLayer(TorchLayerNumbers numbers)
    {
        _activation = numbers.Shape.Activation;
        _numbers = numbers;
        _transposed = numbers.Weights.t();
        _mean = numbers.Statistics?.Mean;
        _variance = numbers.Statistics?.Variance;
        _runningMean = numbers.Statistics?.RunningMean;
        _runningVariance = numbers.Statistics?.RunningVariance;
    }

    /// <summary>Fixes what the running statistics give in frozen mode; they do not change from then on.</summary>
    public void Freeze()
    {
        using var shifted = _runningVariance?.Plus(Epsilon);
        _frozenInverseDeviation = shifted?.rsqrt();
    }

    /// <summary>output = activation(input W^T + b).</summary>
    public torch.Tensor Forward(torch.Tensor input, BatchMean mean)
    {
        _input = input;
        var linear = _numbers.Biases?.addmm(input, _transposed, beta: 1f, alpha: 1f) ?? input.mm(_transposed);
        return _output = _activation switch
        {
            Activation.BatchNormLeakyRelu => Normalize(linear, mean).leaky_relu(Slope),
            Activation.Sigmoid => linear.sigmoid_(),
            Activation.Tanh => linear.tanh_(),
            Activation.LeakyRelu => linear.leaky_relu(Slope),
            Activation.Relu => linear.relu_(),
            _ => linear,
        };
    }

    /// <summary>
    /// From dL/d(output), which stays as it is: sets the gradient of a part that moves or adds to it, and gives the input's
    /// when it is wanted.
    /// </summary>
    public torch.Tensor? Backward(torch.Tensor gradient, BatchMean mean, bool moves, bool accumulate, bool wantsInputGradient)
    {
        gradient = ActivationBackward(gradient, mean);
        if (moves)
        {
            var beta = accumulate ? 1f : 0f;
            _numbers.WeightGradient.addmm_(gradient.t(), _input!, beta, alpha: 1f);
            _numbers.BiasGradient?.addmm_(mean.Ones.t(), gradient, beta, alpha: 1f);
        }

        return wantsInputGradient ? gradient.mm(_numbers.Weights) : null;
    }

    /// <summary>Forgets the pass.</summary>
    public void EndPass()
    {
        _input = null;
        _normalized = null;
        _inverseDeviation = null;
        _output = null;
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
            _inverseDeviation = _variance.Plus(Epsilon).rsqrt_();
        }

        return _normalized = linear.mul_(_inverseDeviation);
    }

    private torch.Tensor ActivationBackward(torch.Tensor gradient, BatchMean mean) => _activation switch
    {
        Activation.BatchNormLeakyRelu => NormalizeBackward(gradient.mul(_normalized!.sign().clamp_(Slope, One)), mean),

        // y (1 - y) = y - y^2, and 1 - y^2.
        Activation.Sigmoid => gradient.mul(_output!.addcmul(_output, _output, MinusOne)),
        Activation.Tanh => gradient.addcmul(gradient.mul(_output!), _output!, MinusOne),

        // The rectifiers' slope: 1 where the output is positive, 0.01 or 0 elsewhere.
        Activation.LeakyRelu => gradient.mul(_output!.sign().clamp_(Slope, One)),
        Activation.Relu => gradient.mul(_output!.sign()),
        _ => gradient,
    };

    private torch.Tensor NormalizeBackward(torch.Tensor gradient, BatchMean mean)
    {
        if (_frozenInverseDeviation is null)
        {
            var products = mean.Share.mm(gradient.mul(_normalized!));
            var average = mean.Share.mm(gradient);
            gradient.addcmul_(_normalized!, products, MinusOne).sub_(average);
        }

        return gradient.mul_(_inverseDeviation!);
    }
}
