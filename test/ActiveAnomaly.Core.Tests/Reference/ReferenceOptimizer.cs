namespace ActiveAnomaly.Reference;

/// <summary>
/// Moves numbers in double precision down a loss, whose gradient it takes from central differences: it knows nothing of networks, and the
/// loss is written down anew by the test.
/// </summary>
internal sealed class ReferenceOptimizer
{
    /// <summary>The losses here are smooth but for kinks, and of the size 1.</summary>
    private const double Nudge = 1e-6;

    /// <summary>What the roundings of such losses, some 1e-16, make of a slope that is 0.</summary>
    private const double Noise = 2e-9;

    private readonly double _rate;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly bool _isUnbiased;
    private double[] _first = [];
    private double[] _second = [];
    private int _step;

    private ReferenceOptimizer(double rate, double beta1, double beta2, double epsilon, bool isUnbiased) =>
        (_rate, _beta1, _beta2, _epsilon, _isUnbiased) = (rate, beta1, beta2, epsilon, isUnbiased);

    /// <summary>Gets the largest norm of a gradient, to which a longer one is shortened; null for any.</summary>
    public double? LargestNorm { get; init; }

    /// <summary>Gets what numbers are multiplied with before they are added to the gradient.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Creates Adam, with the biases of its means taken out (Kingma and Ba, Algorithm 1).</summary>
    public static ReferenceOptimizer Adam(double rate, double beta1 = 0.9, double weightDecay = 0) =>
        new(rate, beta1, 0.999, 1e-8, isUnbiased: true) { WeightDecay = weightDecay };

    /// <summary>Creates RMSprop as Keras 2 has it.</summary>
    public static ReferenceOptimizer RmsProp(double rate, double? largestNorm) =>
        new(rate, 0, 0.9, 1e-7, isUnbiased: false) { LargestNorm = largestNorm };

    /// <summary>Makes a step of the numbers.</summary>
    /// <param name="numbers">What is moved.</param>
    /// <param name="loss">The loss of such numbers.</param>
    public void Step(double[] numbers, Func<double[], double> loss)
    {
        var gradient = Gradient(numbers, loss);
        if (_step++ == 0)
        {
            (_first, _second) = (new double[numbers.Length], new double[numbers.Length]);
        }

        var norm = Math.Sqrt(gradient.Sum(slope => slope * slope));
        var share = norm > LargestNorm ? LargestNorm.Value / norm : 1;
        for (var i = 0; i < numbers.Length; i++)
        {
            var slope = (share * gradient[i]) + (WeightDecay * numbers[i]);
            _first[i] = (_beta1 * _first[i]) + ((1 - _beta1) * slope);
            _second[i] = (_beta2 * _second[i]) + ((1 - _beta2) * slope * slope);
            var (first, second) = _isUnbiased
                ? (_first[i] / (1 - Math.Pow(_beta1, _step)), _second[i] / (1 - Math.Pow(_beta2, _step)))
                : (_first[i], _second[i]);
            numbers[i] -= _rate * first / (Math.Sqrt(second) + _epsilon);
        }
    }

    private static double[] Gradient(double[] numbers, Func<double[], double> loss)
    {
        var gradient = new double[numbers.Length];
        double[] moved = [.. numbers];
        for (var i = 0; i < numbers.Length; i++)
        {
            moved[i] = numbers[i] + Nudge;
            var above = loss(moved);
            moved[i] = numbers[i] - Nudge;
            var slope = (above - loss(moved)) / (2 * Nudge);
            gradient[i] = Math.Abs(slope) < Noise ? 0 : slope;
            moved[i] = numbers[i];
        }

        return gradient;
    }
}
