using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>Adam with L2 added to the gradient, over all of a group's parameters that lie side by side at once.</summary>
internal sealed class TorchOptimizer
{
    private readonly AdamOptions _options;
    private readonly (torch.Tensor Numbers, torch.Tensor Gradient, torch.Tensor FirstMoment, torch.Tensor SecondMoment)[] _runs;
    private readonly torch.Tensor? _oneMinusBeta1;
    private readonly Scalar _beta2;
    private readonly Scalar _oneMinusBeta2;
    private readonly Scalar _weightDecay;
    private int _step;

    public TorchOptimizer(OptimizerOptions options, IReadOnlyList<(torch.Tensor Numbers, torch.Tensor Gradient)> runs)
    {
        _options = options as AdamOptions ?? throw new ArgumentException(
            $"The TorchSharp engine does not know the optimiser {options.GetType()}; it knows {nameof(AdamOptions)}.", nameof(options));
        _runs = [.. runs.Select(run => (run.Numbers, run.Gradient, torch.zeros_like(run.Numbers), torch.zeros_like(run.Numbers)))];
        _oneMinusBeta1 = runs.Count == 0 ? null : torch.full(1, (float)(1 - _options.Beta1), torch.float32, runs[0].Numbers.device);
        _beta2 = _options.Beta2;
        _oneMinusBeta2 = 1 - _options.Beta2;
        _weightDecay = _options.WeightDecay;
    }

    /// <summary>
    /// One step; the gradient is used up. w -= lr / c1 * m / (sqrt(v) / c2 + eps) with the bias corrections c1 and c2, written
    /// as lr c2 / c1 * m / (sqrt(v) + eps c2): a pass less over the parameters.
    /// </summary>
    public void Step()
    {
        _step++;
        var firstCorrection = 1 - Math.Pow(_options.Beta1, _step);
        var secondCorrection = Math.Sqrt(1 - Math.Pow(_options.Beta2, _step));
        using Scalar stepSize = -_options.LearningRate * secondCorrection / firstCorrection;
        using Scalar epsilon = AdamOptions.Epsilon * secondCorrection;
        foreach (var (numbers, gradient, firstMoment, secondMoment) in _runs)
        {
            gradient.add_(numbers, _weightDecay);
            firstMoment.lerp_(gradient, _oneMinusBeta1!);
            secondMoment.mul_(_beta2).addcmul_(gradient, gradient, _oneMinusBeta2);
            numbers.addcdiv_(firstMoment, secondMoment.sqrt().add_(epsilon), stepSize);
        }
    }
}
