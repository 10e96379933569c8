using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Which kind of abnormal rows a pool has.</summary>
internal enum AnomalyKind
{
    /// <summary>
    /// Three tight clusters along the normal rows' own planes: each has its centre five standard deviations from a normal cluster's, in a
    /// direction of that cluster's plane, a fifth of its width along the plane, and its width across.
    /// </summary>
    Clustered,

    /// <summary>
    /// Scattered rows of low density: drawn of the normal mixture with standard deviations 1.5 times as large, and kept where the normal
    /// mixture's density is below its 1 % quantile over normal rows.
    /// </summary>
    LowDensity,
}

/// <summary>
/// Pools whose normal rows are of a mixture of five normal distributions with equal weights in 20 features. Each has its centre uniform in
/// [0.2, 0.8] a feature, and lies along a plane of 4 dimensions of its own: standard deviation 0.15 along it, 0.02 across. 1 of 20 rows is
/// abnormal. Rows to train on and fresh rows are of one mixture; all are scaled by the ranges of the rows to train on.
/// </summary>
internal sealed class PlanePools
{
    private const int FeatureCount = 20;
    private const int PlaneSize = 4;
    private const int NormalClusterCount = 5;
    private const int AbnormalClusterCount = 3;
    private const double Along = 0.15;
    private const double Across = 0.02;
    private const double Distance = 5;
    private const double Tightness = 0.2;
    private const double Widening = 1.5;
    private const double LowestShare = 0.01;
    private const int QuantileDraws = 10_000;

    private readonly SeededRandom _random;
    private readonly Plane[] _normal;
    private readonly Plane[] _abnormal;
    private readonly double _lowDensity;

    /// <summary>Draws the mixture.</summary>
    /// <param name="kind">The kind of abnormal rows.</param>
    /// <param name="seed">The seed.</param>
    public PlanePools(AnomalyKind kind, long seed)
    {
        _random = new SeededRandom(seed).Derive("planes");
        _normal = [.. Enumerable.Range(0, NormalClusterCount).Select(_ => Plane.Draw(_random))];
        double[] densities = [.. Enumerable.Range(0, QuantileDraws).Select(_ => LogDensity(DrawNormal())).Order()];
        _lowDensity = densities[(int)(LowestShare * QuantileDraws)];
        _abnormal = kind == AnomalyKind.Clustered ? [.. Enumerable.Range(0, AbnormalClusterCount).Select(_ => DrawCluster())] : [];
    }

    /// <summary>Draws rows to train on and as many fresh rows.</summary>
    /// <param name="rowCount">How many.</param>
    /// <returns>Both, with which rows are abnormal, and minus the logarithm of the fresh rows' density under the normal mixture.</returns>
    public (FeatureMatrix Pool, bool[] IsAbnormal, FeatureMatrix Fresh, bool[] IsFreshAbnormal, float[] Rarity) Draw(int rowCount)
    {
        var (pool, isAbnormal) = DrawRows(rowCount);
        var (fresh, isFreshAbnormal) = DrawRows(rowCount);
        float[] rarity = [.. fresh.Select(row => (float)-LogDensity(row))];
        double[] lowest = [.. Enumerable.Range(0, FeatureCount).Select(k => pool.Min(row => row[k]))];
        double[] spans = [.. Enumerable.Range(0, FeatureCount).Select(k => pool.Max(row => row[k]) - lowest[k])];
        return (Scaled(pool), isAbnormal, Scaled(fresh), isFreshAbnormal, rarity);

        FeatureMatrix Scaled(double[][] rows) => FeatureMatrix.Copy(
            [.. rows.SelectMany(row => row.Select((value, k) => (float)((value - lowest[k]) / spans[k])))], FeatureCount);
    }

    /// <summary>Draws rows of which exactly 1 of 20 is abnormal, at random places.</summary>
    private (double[][] Rows, bool[] IsAbnormal) DrawRows(int rowCount)
    {
        var isAbnormal = new bool[rowCount];
        isAbnormal.AsSpan(0, rowCount / 20).Fill(true);
        _random.Shuffle(isAbnormal.AsSpan());
        return ([.. isAbnormal.Select(abnormal => abnormal ? DrawAbnormal() : DrawNormal())], isAbnormal);
    }

    private double[] DrawNormal(double widening = 1) =>
        _normal[_random.NextInt32(_normal.Length)].Row(_random, Along * widening, Across * widening);

    private double[] DrawAbnormal()
    {
        if (_abnormal.Length > 0)
        {
            return _abnormal[_random.NextInt32(_abnormal.Length)].Row(_random, Along * Tightness, Across);
        }

        double[] row;
        do
        {
            row = DrawNormal(Widening);
        }
        while (LogDensity(row) >= _lowDensity);
        return row;
    }

    private Plane DrawCluster() => _normal[_random.NextInt32(_normal.Length)].Moved(_random, Distance * Along);

    /// <summary>The logarithm of the normal mixture's density, but for a constant: all planes have the same widths.</summary>
    private double LogDensity(double[] row)
    {
        double[] exponents = [.. _normal.Select(plane => plane.Exponent(row))];
        var largest = exponents.Max();
        return largest + Math.Log(exponents.Sum(exponent => Math.Exp(exponent - largest)));
    }

    /// <summary>A normal distribution along a plane.</summary>
    private sealed record Plane(double[] Center, double[][] Axes)
    {
        public static Plane Draw(SeededRandom random)
        {
            var axes = new double[PlaneSize][];
            for (var a = 0; a < PlaneSize; a++)
            {
                axes[a] = Orthonormal(Numbers(FeatureCount, random.NextNormal), axes.AsSpan(0, a));
            }

            return new Plane(Numbers(FeatureCount, () => 0.2 + (0.6 * random.NextDouble())), axes);
        }

        public double[] Row(SeededRandom random, double along, double across)
        {
            double[] row = [.. Center.Select(value => value + (across * random.NextNormal()))];
            foreach (var axis in Axes)
            {
                Add(row, axis, along * random.NextNormal());
            }

            return row;
        }

        public Plane Moved(SeededRandom random, double distance)
        {
            var direction = Numbers(PlaneSize, random.NextNormal);
            var length = Math.Sqrt(direction.Sum(value => value * value));
            var center = Center.ToArray();
            for (var a = 0; a < PlaneSize; a++)
            {
                Add(center, Axes[a], distance * direction[a] / length);
            }

            return this with { Center = center };
        }

        public double Exponent(double[] row)
        {
            double[] rest = [.. row.Select((value, k) => value - Center[k])];
            var exponent = 0.0;
            foreach (var axis in Axes)
            {
                // Noise across lies in the plane too: the variances there add up.
                var place = Product(rest, axis);
                Add(rest, axis, -place);
                exponent -= place * place / (2 * ((Along * Along) + (Across * Across)));
            }

            return exponent - (Product(rest, rest) / (2 * Across * Across));
        }

        private static double[] Orthonormal(double[] axis, ReadOnlySpan<double[]> others)
        {
            foreach (var other in others)
            {
                Add(axis, other, -Product(axis, other));
            }

            var length = Math.Sqrt(Product(axis, axis));
            return [.. axis.Select(value => value / length)];
        }

        private static double[] Numbers(int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

        private static double Product(double[] one, double[] two) => one.Zip(two, (x, y) => x * y).Sum();

        private static void Add(double[] row, double[] axis, double factor)
        {
            for (var k = 0; k < row.Length; k++)
            {
                row[k] += factor * axis[k];
            }
        }
    }
}
