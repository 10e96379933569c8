using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Training.Managed;

/// <summary>The state of one group's optimiser over one part.</summary>
internal sealed class ManagedOptimizer
{
    private readonly KernelSet _kernels;
    private readonly ManagedPart _part;
    private readonly OptimizerOptions _options;
    private readonly AlignedBuffer _firstMoment;
    private readonly AlignedBuffer _secondMoment;
    private int _step;

    public ManagedOptimizer(KernelSet kernels, ManagedPart part, OptimizerOptions options)
    {
        _kernels = kernels;
        _part = part;
        _options = options is AdamOptions or RmsPropOptions ? options : throw new ArgumentException(
            $"The managed engine does not know the optimiser {options.GetType().Name}; it knows {nameof(AdamOptions)} and "
            + $"{nameof(RmsPropOptions)}.",
            nameof(options));
        _firstMoment = new AlignedBuffer(part.Numbers.Length);
        _secondMoment = new AlignedBuffer(part.Numbers.Length);
    }

    public void Step()
    {
        _step++;
        AdamCoefficients coefficients;
        if (_options is AdamOptions adam)
        {
            coefficients = new AdamCoefficients(
                adam.LearningRate, adam.Beta1, adam.Beta2, AdamOptions.Epsilon, adam.WeightDecay, _step);
        }
        else
        {
            // A first moment that is all of the gradient: from 0, so that it is the gradient exactly.
            var rmsProp = (RmsPropOptions)_options;
            coefficients = AdamCoefficients.RmsProp(rmsProp.LearningRate, rmsProp.Rho, RmsPropOptions.Epsilon);
            _firstMoment.Span.Clear();
        }

        SplitKernels.Adam(_kernels, _part.Numbers, _part.Gradient, _firstMoment, _secondMoment, coefficients);
        foreach (var layer in _part.Layers)
        {
            layer.RefreshTransposed();
        }
    }
}
