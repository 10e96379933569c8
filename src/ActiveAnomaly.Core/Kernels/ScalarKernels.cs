using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Kernels;

/// <summary>The kernels as plain loops: the specification that every vector width reproduces bit for bit.</summary>
internal sealed class ScalarKernels : KernelSet
{
    public static readonly ScalarKernels Instance = new();

    public override VectorPath Path => VectorPath.Scalar;

    /// <summary>
    /// exp(x) for x in [-87.3, 88.3] (clamped): x = n ln 2 + r with |r| at most ln 2 / 2, a polynomial of degree 7 for exp(r)
    /// (Taylor; remainder below 2^-27), scaled by 2^n.
    /// </summary>
    internal static float Exp(float x)
    {
        x = x < Exponential.Lowest ? Exponential.Lowest : x;
        x = x > Exponential.Highest ? Exponential.Highest : x;
        var n = MathF.FusedMultiplyAdd(x, Exponential.Log2E, Exponential.RoundingShift) - Exponential.RoundingShift;
        var r = MathF.FusedMultiplyAdd(n, -Exponential.Ln2High, x);
        r = MathF.FusedMultiplyAdd(n, -Exponential.Ln2Low, r);
        var p = Exponential.C7;
        p = MathF.FusedMultiplyAdd(p, r, Exponential.C6);
        p = MathF.FusedMultiplyAdd(p, r, Exponential.C5);
        p = MathF.FusedMultiplyAdd(p, r, Exponential.C4);
        p = MathF.FusedMultiplyAdd(p, r, Exponential.C3);
        p = MathF.FusedMultiplyAdd(p, r, Exponential.C2);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        return p * BitConverter.Int32BitsToSingle(((int)n + 127) << 23);
    }

    internal static float SigmoidOf(float x) => 1f / (1f + Exp(0f - x));

    internal static float TanhOf(float x) => 1f - (2f / (1f + Exp(x + x)));

    internal static void AdamElement(ref float weight, float gradient, ref float first, ref float second, in AdamCoefficients k)
    {
        var g = MathF.FusedMultiplyAdd(k.WeightDecay, weight, gradient);
        first = MathF.FusedMultiplyAdd(g - first, k.OneMinusBeta1, first);
        second = MathF.FusedMultiplyAdd(g * k.OneMinusBeta2, g, second * k.Beta2);
        var denominator = MathF.FusedMultiplyAdd(MathF.Sqrt(second), k.InverseSecondCorrection, k.Epsilon);
        weight = MathF.FusedMultiplyAdd(k.NegativeStepSize, first / denominator, weight);
    }

    public override void LeakyRelu(Span<float> x, float slope)
    {
        foreach (ref var value in x)
        {
            value = value > 0f ? value : value * slope;
        }
    }

    protected override void MultiplyCore(
        ReadOnlySpan<float> a, int aRowStride, int aDepthStride, ReadOnlySpan<float> b, int bStride, Span<float> c, int cStride,
        int rows, int depth, int columns, bool accumulate)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var sum = accumulate ? c[(row * cStride) + column] : 0f;
                for (var k = 0; k < depth; k++)
                {
                    sum = MathF.FusedMultiplyAdd(a[(row * aRowStride) + (k * aDepthStride)], b[(k * bStride) + column], sum);
                }

                c[(row * cStride) + column] = sum;
            }
        }
    }

    protected override void AddProductCore(ReadOnlySpan<float> x, float factor, Span<float> sums)
    {
        for (var i = 0; i < x.Length; i++)
        {
            sums[i] = MathF.FusedMultiplyAdd(factor, x[i], sums[i]);
        }
    }

    protected override void ColumnStatisticsCore(
        ReadOnlySpan<float> x, int stride, int rows, int columns, Span<float> mean, Span<float> variance)
    {
        var share = 1f / rows;
        Span<float> sums = stackalloc float[RowSumCount];
        Span<float> squares = stackalloc float[RowSumCount];
        for (var column = 0; column < columns; column++)
        {
            sums.Clear();
            for (var row = 0; row < rows; row++)
            {
                sums[row % RowSumCount] += x[(row * stride) + column];
            }

            var center = SumOfRowSums(sums) * share;
            squares.Clear();
            for (var row = 0; row < rows; row++)
            {
                var difference = x[(row * stride) + column] - center;
                squares[row % RowSumCount] = MathF.FusedMultiplyAdd(difference, difference, squares[row % RowSumCount]);
            }

            mean[column] = center;
            variance[column] = SumOfRowSums(squares) * share;
        }
    }

    protected override void NormalizeAndActivateCore(
        ReadOnlySpan<float> x, Span<float> normalized, Span<float> activated, int stride, int rows, int columns,
        ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation, float slope)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var at = (row * stride) + column;
                var value = (x[at] - mean[column]) * inverseDeviation[column];
                normalized[at] = value;
                activated[at] = value > 0f ? value : value * slope;
            }
        }
    }

    protected override void TrainingBackwardCore(
        Span<float> gradient, ReadOnlySpan<float> normalized, int stride, int rows, int columns,
        ReadOnlySpan<float> inverseDeviation, float slope)
    {
        var negativeShare = -1f / rows;
        Span<float> sums = stackalloc float[RowSumCount];
        Span<float> productSums = stackalloc float[RowSumCount];
        for (var column = 0; column < columns; column++)
        {
            sums.Clear();
            productSums.Clear();
            for (var row = 0; row < rows; row++)
            {
                var at = (row * stride) + column;
                var part = row % RowSumCount;
                var g = normalized[at] > 0f ? gradient[at] : gradient[at] * slope;
                gradient[at] = g;
                sums[part] += g;
                productSums[part] = MathF.FusedMultiplyAdd(g, normalized[at], productSums[part]);
            }

            var sum = SumOfRowSums(sums) * negativeShare;
            var products = SumOfRowSums(productSums) * negativeShare;
            for (var row = 0; row < rows; row++)
            {
                var at = (row * stride) + column;
                gradient[at] = MathF.FusedMultiplyAdd(normalized[at], products, gradient[at] + sum) * inverseDeviation[column];
            }
        }
    }

    protected override void FrozenBackwardCore(
        Span<float> gradient, ReadOnlySpan<float> normalized, int stride, int rows, int columns,
        ReadOnlySpan<float> inverseDeviation, float slope)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var at = (row * stride) + column;
                var g = normalized[at] > 0f ? gradient[at] : gradient[at] * slope;
                gradient[at] = g * inverseDeviation[column];
            }
        }
    }

    protected override void LeakyReluBackwardCore(Span<float> gradient, ReadOnlySpan<float> y, float slope)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = y[i] > 0f ? gradient[i] : gradient[i] * slope;
        }
    }

    protected override void TanhCore(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = TanhOf(x[i]);
        }
    }

    protected override void TanhBackwardCore(Span<float> gradient, ReadOnlySpan<float> y)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = gradient[i] * (1f - (y[i] * y[i]));
        }
    }

    protected override void SigmoidCore(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = SigmoidOf(x[i]);
        }
    }

    protected override void SigmoidBackwardCore(Span<float> gradient, ReadOnlySpan<float> y)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = gradient[i] * (y[i] * (1f - y[i]));
        }
    }

    protected override void SquaredPanelDistancesCore(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, Span<float> distances)
    {
        for (var i = 0; i < rowCount * PanelRowCount; i++)
        {
            var (row, lane, sum) = (i / PanelRowCount, i % PanelRowCount, 0f);
            for (var k = 0; k < width; k++)
            {
                var difference = rows[(row * width) + k] - panel[(k * PanelRowCount) + lane];
                sum = MathF.FusedMultiplyAdd(difference, difference, sum);
            }

            distances[i] = sum;
        }
    }

    protected override void ManhattanPanelDistancesCore(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, Span<float> distances)
    {
        for (var i = 0; i < rowCount * PanelRowCount; i++)
        {
            var (row, lane, sum) = (i / PanelRowCount, i % PanelRowCount, 0f);
            for (var k = 0; k < width; k++)
            {
                sum += MathF.Abs(rows[(row * width) + k] - panel[(k * PanelRowCount) + lane]);
            }

            distances[i] = sum;
        }
    }

    protected override void WeightedPanelDistancesCore(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, ReadOnlySpan<float> weights, Span<float> distances)
    {
        for (var i = 0; i < rowCount * PanelRowCount; i++)
        {
            var (row, lane, sum) = (i / PanelRowCount, i % PanelRowCount, 0f);
            for (var k = 0; k < width; k++)
            {
                sum += weights[k] * MathF.Abs(rows[(row * width) + k] - panel[(k * PanelRowCount) + lane]);
            }

            distances[i] = sum;
        }
    }

    protected override void DescendTopCore(
        ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> columns, int stride, Span<int> places)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var node = 0;
            for (var level = 0; level < TopLevelCount; level++)
            {
                var split = splits[node];
                node = (2 * node) + (columns[(split.Feature * stride) + i] > split.Threshold ? 2 : 1);
            }

            places[i] = node - TopSplitCount;
        }
    }

    protected override void AddExponentialsCore(ReadOnlySpan<float> x, float rate, float weight, Span<float> sums)
    {
        for (var i = 0; i < x.Length; i++)
        {
            sums[i] = MathF.FusedMultiplyAdd(weight, Exp(rate * x[i]), sums[i]);
        }
    }

    protected override void SquaredDistancesCore(ReadOnlySpan<float> z, int stride, ReadOnlySpan<float> center, Span<float> distances)
    {
        Span<float> partial = stackalloc float[DistanceSumCount];
        for (var row = 0; row < distances.Length; row++)
        {
            partial.Clear();
            for (var k = 0; k < center.Length; k++)
            {
                var difference = z[(row * stride) + k] - center[k];
                partial[k % DistanceSumCount] = MathF.FusedMultiplyAdd(difference, difference, partial[k % DistanceSumCount]);
            }

            for (var half = DistanceSumCount / 2; half > 0; half /= 2)
            {
                for (var k = 0; k < half; k++)
                {
                    partial[k] += partial[k + half];
                }
            }

            distances[row] = partial[0];
        }
    }

    protected override void DistanceGradientCore(
        ReadOnlySpan<float> z, int stride, ReadOnlySpan<float> center, ReadOnlySpan<float> slopes, Span<float> gradient)
    {
        for (var row = 0; row < slopes.Length; row++)
        {
            var slope = 2f * slopes[row];
            for (var k = 0; k < center.Length; k++)
            {
                gradient[(row * stride) + k] = slope * (z[(row * stride) + k] - center[k]);
            }
        }
    }

    protected override void SquaredErrorRow(
        ReadOnlySpan<float> y, ReadOnlySpan<float> target, Span<float> gradient, float scale, Span<float> partial)
    {
        var doubled = 2f * scale;
        for (var i = 0; i < y.Length; i++)
        {
            var difference = y[i] - target[i];
            partial[i % PartialSumCount] = MathF.FusedMultiplyAdd(difference, difference, partial[i % PartialSumCount]);
            gradient[i] = difference * doubled;
        }
    }

    private static float SumOfRowSums(ReadOnlySpan<float> sums) => sums[0] + sums[1] + (sums[2] + sums[3]);

    /// <summary>The reciprocals r of four numbers by one division.</summary>
    internal static void Reciprocals(float d0, float d1, float d2, float d3, out float r0, out float r1, out float r2, out float r3)
    {
        var low = d0 * d1;
        var high = d2 * d3;
        var inverse = 1f / (low * high);
        var inverseLow = inverse * high;
        var inverseHigh = inverse * low;
        r0 = inverseLow * d1;
        r1 = inverseLow * d0;
        r2 = inverseHigh * d3;
        r3 = inverseHigh * d2;
    }

    internal static void PairSumsFourRowsElement(ReadOnlySpan<float> x, float y, ref float ySum, Span<float> partial, int lane)
    {
        Reciprocals(x[0] + y, x[1] + y, x[2] + y, x[3] + y, out var r0, out var r1, out var r2, out var r3);
        partial[lane] += r0;
        partial[PartialSumCount + lane] += r1;
        partial[(2 * PartialSumCount) + lane] += r2;
        partial[(3 * PartialSumCount) + lane] += r3;
        ySum = MathF.FusedMultiplyAdd(x[0], r0, ySum);
        ySum = MathF.FusedMultiplyAdd(x[1], r1, ySum);
        ySum = MathF.FusedMultiplyAdd(x[2], r2, ySum);
        ySum = MathF.FusedMultiplyAdd(x[3], r3, ySum);
    }

    protected override void PairSumsFourRows(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> ySums, Span<float> partial)
    {
        for (var j = 0; j < y.Length; j++)
        {
            PairSumsFourRowsElement(x, y[j], ref ySums[j], partial, j % PartialSumCount);
        }
    }

    protected override void PairSumsRow(float x, ReadOnlySpan<float> y, Span<float> ySums, Span<float> partial)
    {
        for (var j = 0; j < y.Length; j++)
        {
            var inverse = 1f / (x + y[j]);
            partial[j % PartialSumCount] += inverse;
            ySums[j] = MathF.FusedMultiplyAdd(x, inverse, ySums[j]);
        }
    }

    protected override void AdamCore(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment,
        in AdamCoefficients coefficients)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            AdamElement(ref weights[i], gradient[i], ref firstMoment[i], ref secondMoment[i], coefficients);
        }
    }
}
