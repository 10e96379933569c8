using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Training.Managed;

/// <summary>The state of one group's optimiser over one part.</summary>
internal sealed class ManagedOptimizer
{
    private readonly KernelSet _kernels;
    private readonly ManagedPart _part;
    private readonly AdamOptions _options;
    private readonly AlignedBuffer _firstMoment;
    private readonly AlignedBuffer _secondMoment;
    private int _step;

    public ManagedOptimizer(KernelSet kernels, ManagedPart part, OptimizerOptions options)
    {
        _kernels = kernels;
        _part = part;
        _options = options as AdamOptions ?? throw new ArgumentException(
            $"The managed engine does not know the optimiser {options.GetType().Name}; it knows {nameof(AdamOptions)}.", nameof(options));
        _firstMoment = new AlignedBuffer(part.Numbers.Length);
        _secondMoment = new AlignedBuffer(part.Numbers.Length);
    }

    public void Step()
    {
        _step++;
        if (!_part.HasGradient)
        {
            _part.Gradient.Span.Clear();
        }

        var coefficients = new AdamCoefficients(
            _options.LearningRate, _options.Beta1, _options.Beta2, AdamOptions.Epsilon, _options.WeightDecay, _step);
        SplitKernels.Adam(_kernels, _part.Numbers, _part.Gradient, _firstMoment, _secondMoment, coefficients);
        foreach (var layer in _part.Layers)
        {
            layer.RefreshTransposed();
        }
    }
}
