using ActiveAnomaly.Engines;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>Adam with L2 added to the gradient, over all of a run's parameters at once.</summary>
internal sealed class TorchOptimizer
{
    private static readonly Scalar Beta2 = AdamOptions.Beta2;
    private static readonly Scalar OneMinusBeta2 = 1 - AdamOptions.Beta2;

    private readonly AdamOptions _options;
    private readonly torch.Tensor _parameters;
    private readonly torch.Tensor _gradient;
    private readonly torch.Tensor _firstMoment;
    private readonly torch.Tensor _secondMoment;
    private readonly torch.Tensor _oneMinusBeta1;
    private readonly Scalar _weightDecay;
    private int _step;

    public TorchOptimizer(AdamOptions options, torch.Tensor parameters, torch.Tensor gradient)
    {
        _options = options;
        _parameters = parameters;
        _gradient = gradient;
        _firstMoment = torch.zeros_like(parameters);
        _secondMoment = torch.zeros_like(parameters);
        _oneMinusBeta1 = torch.full(1, (float)(1 - AdamOptions.Beta1), torch.float32, parameters.device);
        _weightDecay = options.WeightDecay;
    }

    /// <summary>
    /// One step; the gradient is used up. w -= lr / c1 * m / (sqrt(v) / c2 + eps) with the bias corrections c1 and c2, written
    /// as lr c2 / c1 * m / (sqrt(v) + eps c2): a pass less over the parameters.
    /// </summary>
    public void Step()
    {
        _step++;
        var firstCorrection = 1 - Math.Pow(AdamOptions.Beta1, _step);
        var secondCorrection = Math.Sqrt(1 - Math.Pow(AdamOptions.Beta2, _step));
        using Scalar stepSize = -_options.LearningRate * secondCorrection / firstCorrection;
        using Scalar epsilon = AdamOptions.Epsilon * secondCorrection;
        _gradient.add_(_parameters, _weightDecay);
        _firstMoment.lerp_(_gradient, _oneMinusBeta1);
        _secondMoment.mul_(Beta2).addcmul_(_gradient, _gradient, OneMinusBeta2);
        _parameters.addcdiv_(_firstMoment, _secondMoment.sqrt().add_(epsilon), stepSize);
    }
}
