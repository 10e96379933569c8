namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>
/// A logistic regression on one number: p = 1 / (1 + exp(-(a + b x))), by the likelihood. Immutable.
/// </summary>
/// <param name="A">a.</param>
/// <param name="B">b.</param>
/// <param name="Loss">The negative logarithm of the likelihood.</param>
internal readonly record struct LogisticFit(double A, double B, double Loss)
{
    private const int MostSteps = 100;
    private const double Precision = 1e-12;

    /// <summary>Fits.</summary>
    /// <param name="x">The numbers, finite.</param>
    /// <param name="targets">For each the probability that it stands for, in [0, 1]; some above 0 and some below 1.</param>
    /// <param name="weights">What each weighs, at least 0.</param>
    public static LogisticFit Of(ReadOnlySpan<double> x, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        var (mean, deviation) = Moments.Of(x);
        if (!(deviation > 0))
        {
            // Equal numbers tell nothing apart: any slope has the same likelihood.
            return new LogisticFit(0, 0, double.PositiveInfinity);
        }

        var points = new Point[x.Length];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new Point((x[i] - mean) / deviation, targets[i], weights[i]);
        }

        var (a, b) = Maximize(points);
        return new LogisticFit(a - (b * mean / deviation), b / deviation, TotalLoss(points, a, b));
    }

    /// <summary>Maximises the likelihood, which is concave, by Newton's method with halved steps.</summary>
    private static (double A, double B) Maximize(Point[] points)
    {
        var (a, b) = (0.0, 1.0);
        var loss = TotalLoss(points, a, b);
        for (var step = 0; step < MostSteps; step++)
        {
            var (stepA, stepB) = NewtonStep(points, a, b);
            var length = 1.0;
            var next = TotalLoss(points, a - stepA, b - stepB);
            while (!(next <= loss) && length > Precision)
            {
                length /= 2;
                next = TotalLoss(points, a - (length * stepA), b - (length * stepB));
            }

            if (!(next <= loss))
            {
                break;
            }

            (a, b) = (a - (length * stepA), b - (length * stepB));
            var gain = loss - next;
            loss = next;
            if (gain <= Precision * Math.Abs(loss))
            {
                break;
            }
        }

        return (a, b);
    }

    private static (double A, double B) NewtonStep(Point[] points, double a, double b)
    {
        var (gradientA, gradientB, aa, ab, bb) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var (x, target, weight) in points)
        {
            var p = 1 / (1 + Math.Exp(-(a + (b * x))));
            gradientA += weight * (p - target);
            gradientB += weight * (p - target) * x;
            var curvature = weight * p * (1 - p);
            aa += curvature;
            ab += curvature * x;
            bb += curvature * x * x;
        }

        // A little of the identity keeps the system solvable where every probability is 0 or 1 to the last digit.
        aa += Precision;
        bb += Precision;
        var determinant = (aa * bb) - (ab * ab);
        return (((bb * gradientA) - (ab * gradientB)) / determinant, ((aa * gradientB) - (ab * gradientA)) / determinant);
    }

    private static double TotalLoss(Point[] points, double a, double b)
    {
        var loss = 0.0;
        foreach (var (x, target, weight) in points)
        {
            var z = a + (b * x);
            loss += weight * (Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (target * z));
        }

        return loss;
    }

    private readonly record struct Point(double X, double Target, double Weight);
}
