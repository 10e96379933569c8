using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// Adam with L2 added to the gradient, or RMSprop, over all of a group's parameters that lie side by side at once; the gradient shortened
/// before where the group says so.
/// </summary>
internal sealed class TorchOptimizer
{
    private static readonly Scalar One = 1f;

    private readonly OptimizerOptions _options;
    private readonly (torch.Tensor Numbers, torch.Tensor Gradient, torch.Tensor? FirstMoment, torch.Tensor SecondMoment)[] _runs;
    private readonly torch.Tensor? _oneMinusBeta1;
    private readonly Scalar _beta2;
    private readonly Scalar _oneMinusBeta2;
    private readonly Scalar? _weightDecay;
    private int _step;

    public TorchOptimizer(OptimizerOptions options, IReadOnlyList<(torch.Tensor Numbers, torch.Tensor Gradient)> runs)
    {
        _options = options is AdamOptions or RmsPropOptions ? options : throw new ArgumentException(
            $"The TorchSharp engine does not know the optimiser {options.GetType()}; it knows {nameof(AdamOptions)} and "
            + $"{nameof(RmsPropOptions)}.",
            nameof(options));
        var adam = options as AdamOptions;
        _runs = [.. runs.Select(run => (
            run.Numbers, run.Gradient, adam is null ? null : torch.zeros_like(run.Numbers), torch.zeros_like(run.Numbers)))];
        _oneMinusBeta1 = adam is null || runs.Count == 0
            ? null
            : HeldFactors.Single((float)(1 - adam.Beta1), runs[0].Numbers.device);
        var decay = adam?.Beta2 ?? ((RmsPropOptions)options).Rho;
        _beta2 = decay;
        _oneMinusBeta2 = 1 - decay;
        _weightDecay = adam?.WeightDecay;
    }

    /// <summary>One step; the gradient is used up.</summary>
    public void Step()
    {
        _step++;
        if (_options.LargestGradientNorm is { } largest && _runs.Length > 0)
        {
            Shorten(largest);
        }

        if (_options is AdamOptions adam)
        {
            Step(adam);
        }
        else
        {
            Step((RmsPropOptions)_options);
        }
    }

    /// <summary>
    /// w -= lr / c1 * m / (sqrt(v) / c2 + eps) with the bias corrections c1 and c2, written as lr c2 / c1 * m / (sqrt(v) + eps c2): a pass
    /// less over the parameters.
    /// </summary>
    private void Step(AdamOptions options)
    {
        var firstCorrection = 1 - Math.Pow(options.Beta1, _step);
        var secondCorrection = Math.Sqrt(1 - Math.Pow(options.Beta2, _step));
        using Scalar stepSize = -options.LearningRate * secondCorrection / firstCorrection;
        using Scalar epsilon = AdamOptions.Epsilon * secondCorrection;
        foreach (var (numbers, gradient, firstMoment, secondMoment) in _runs)
        {
            gradient.add_(numbers, _weightDecay!);
            firstMoment!.lerp_(gradient, _oneMinusBeta1!);
            secondMoment.mul_(_beta2).addcmul_(gradient, gradient, _oneMinusBeta2);
            numbers.addcdiv_(firstMoment, secondMoment.sqrt().PlusInPlace(epsilon), stepSize);
        }
    }

    private void Step(RmsPropOptions options)
    {
        using Scalar stepSize = -options.LearningRate;
        using Scalar epsilon = RmsPropOptions.Epsilon;
        foreach (var (numbers, gradient, _, secondMoment) in _runs)
        {
            secondMoment.mul_(_beta2).addcmul_(gradient, gradient, _oneMinusBeta2);
            numbers.addcdiv_(gradient, secondMoment.sqrt().PlusInPlace(epsilon), stepSize);
        }
    }

    /// <summary>Shortens the gradient of all runs together; nothing waits for the device.</summary>
    private void Shorten(double largest)
    {
        var squares = _runs[0].Gradient.SquareSum();
        foreach (var run in _runs.Skip(1))
        {
            squares.PlusInPlace(run.Gradient.SquareSum());
        }

        using Scalar numerator = largest;
        var factor = squares.sqrt_().reciprocal_().mul_(numerator).clamp_(max: One);
        foreach (var run in _runs)
        {
            run.Gradient.mul_(factor);
        }
    }
}
