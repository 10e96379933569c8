namespace ActiveAnomaly.Kernels;

/// <summary>The scalar specification against the same formulas in double precision.</summary>
[TestClass]
public sealed class ScalarKernelsTests
{
    /// <summary>Half a unit in the last place of 1: the relative error of one rounding.</summary>
    private const double Unit = 1.0 / (1 << 24);

    /// <summary>A degree-7 polynomial and two reduction steps: at most two units in the last place, one more for scaling.</summary>
    private const double ExpTolerance = 6 * Unit;

    /// <summary>The exponential's error, an addition and a division.</summary>
    private const double SigmoidTolerance = ExpTolerance + (3 * Unit);

    private static readonly ScalarKernels Kernels = ScalarKernels.Instance;

    [TestMethod]
    public void Path_OfTheSpecification_IsScalar() => Assert.AreEqual(VectorPath.Scalar, Kernels.Path);

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public void Multiply_AnyShape_MatchesDouble(bool transposed, bool accumulate)
    {
        foreach (var columns in KernelCases.Counts)
        {
            foreach (var rows in KernelCases.RowCounts)
            {
                var depth = KernelCases.DepthOf(rows, columns);
                var run = KernelCases.Multiply(Kernels, rows, columns, depth, transposed, accumulate);
                CheckProduct(run, rows, columns, depth, transposed, accumulate);
            }
        }
    }

    private static void CheckProduct(MultiplyCase run, int rows, int columns, int depth, bool transposed, bool accumulate)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                double sum = accumulate ? run.Before[(row * run.C.Stride) + column] : 0;
                var magnitude = Math.Abs(sum);
                for (var k = 0; k < depth; k++)
                {
                    var product = (double)(transposed ? run.A[k, row] : run.A[row, k]) * run.B[k, column];
                    sum += product;
                    magnitude += Math.Abs(product);
                }

                // One rounding a step, each of a partial sum that the magnitude bounds.
                IsClose(
                    sum,
                    run.C[row, column],
                    (depth + 1) * Unit * magnitude,
                    $"Product {rows} x {depth} x {columns} at {row}, {column}");
            }
        }
    }

    [TestMethod]
    public void ColumnStatistics_AnyShape_MatchesDouble() => ForEachShape((rows, columns) =>
    {
        var (x, mean, variance) = KernelCases.ColumnStatistics(Kernels, rows, columns);
        for (var column = 0; column < columns; column++)
        {
            var values = Enumerable.Range(0, rows).Select(row => (double)x[row, column]).ToArray();
            var expected = values.Average();
            var squares = values.Sum(value => (value - expected) * (value - expected)) / rows;

            // Values lie in [-2, 2]: each of rows + 2 roundings is below 2 (mean) or 16 (squares) units.
            IsClose(expected, mean[0, column], (rows + 2) * 2 * Unit, $"Mean {rows} x {columns} at {column}");
            IsClose(squares, variance[0, column], (rows + 4) * 16 * Unit, $"Variance {rows} x {columns} at {column}");
        }
    });

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void NormalizeAndActivate_AnyShape_MatchesDouble(bool inPlace) => ForEachShape((rows, columns) =>
    {
        var run = KernelCases.NormalizeAndActivate(Kernels, rows, columns, inPlace);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var expected = ((double)run.Input[(row * run.Normalized.Stride) + column] - run.Mean[0, column]) * run.Inverse[0, column];

                // A difference of at most 4 times at most 3, two roundings; a third one for the slope.
                IsClose(expected, run.Normalized[row, column], 2 * 12 * Unit, $"Normalized {rows} x {columns} at {row}, {column}");
                IsClose(
                    expected > 0 ? expected : expected * KernelCases.Slope,
                    run.Activated[row, column],
                    3 * 12 * Unit,
                    $"Activated {rows} x {columns} at {row}, {column}");
            }
        }
    });

    [TestMethod]
    public void NormalizeAndActivateBackward_BatchStatistics_MatchesDouble() => ForEachShape((rows, columns) =>
    {
        var run = KernelCases.Backward(Kernels, rows, columns, batchStatistics: true);
        for (var column = 0; column < columns; column++)
        {
            var passed = Enumerable.Range(0, rows).Select(row => Passed(run, row, column)).ToArray();
            var meanPassed = passed.Average();
            var meanProduct = passed.Select((g, row) => g * run.Normalized[row, column]).Average();
            for (var row = 0; row < rows; row++)
            {
                var expected = (passed[row] - meanPassed - (run.Normalized[row, column] * meanProduct)) * run.Inverse[0, column];

                // Sums of rows terms below 4, times a value below 2 and a factor below 3.
                IsClose(expected, run.Gradient[row, column], (rows + 6) * 24 * Unit, $"Backward {rows} x {columns} at {row}, {column}");
            }
        }
    });

    [TestMethod]
    public void NormalizeAndActivateBackward_Frozen_MatchesDouble() => ForEachShape((rows, columns) =>
    {
        var run = KernelCases.Backward(Kernels, rows, columns, batchStatistics: false);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                // Two roundings of a number below 6.
                IsClose(
                    Passed(run, row, column) * run.Inverse[0, column],
                    run.Gradient[row, column],
                    2 * 6 * Unit,
                    $"Frozen {rows} x {columns} at {row}, {column}");
            }
        }
    });

    private static double Passed(BackwardCase run, int row, int column)
    {
        double before = run.Before[(row * run.Gradient.Stride) + column];
        return run.Normalized[row, column] > 0 ? before : before * KernelCases.Slope;
    }

    [TestMethod]
    public void LeakyRelu_AnyLength_MatchesDouble()
    {
        foreach (var length in KernelCases.Counts)
        {
            var (x, y) = KernelCases.LeakyRelu(Kernels, length);
            for (var i = 0; i < length; i++)
            {
                // One rounding of a number below 2.
                IsClose(x[i] > 0 ? x[i] : (double)x[i] * KernelCases.Slope, y[0, i], 2 * Unit, $"Element {i} of {length}");
            }
        }
    }

    [TestMethod]
    public void Exp_OverItsRange_MatchesDouble()
    {
        var worst = 0.0;
        for (var i = 0; i <= 200_000; i++)
        {
            var x = Exponential.Lowest + ((Exponential.Highest - Exponential.Lowest) * (i / 200_000f));
            worst = Math.Max(worst, Math.Abs((ScalarKernels.Exp(x) / Math.Exp(x)) - 1));
        }

        Assert.IsLessThanOrEqualTo(ExpTolerance, worst);
    }

    [TestMethod]
    public void Exp_NearZero_MatchesDouble()
    {
        var worst = 0.0;
        for (var i = -1000; i <= 1000; i++)
        {
            var x = i * 1e-3f;
            worst = Math.Max(worst, Math.Abs((ScalarKernels.Exp(x) / Math.Exp(x)) - 1));
        }

        Assert.IsLessThanOrEqualTo(ExpTolerance, worst);
    }

    [TestMethod]
    [DataRow(-1000f, Exponential.Lowest)]
    [DataRow(float.NegativeInfinity, Exponential.Lowest)]
    [DataRow(1000f, Exponential.Highest)]
    [DataRow(float.PositiveInfinity, Exponential.Highest)]
    public void Exp_OutsideItsRange_IsThatOfTheNearestEnd(float x, float end) =>
        Assert.AreEqual(ScalarKernels.Exp(end), ScalarKernels.Exp(x));

    [TestMethod]
    public void AddProduct_AnyLength_IsRoundedOnce()
    {
        foreach (var length in KernelCases.Counts)
        {
            var (x, before, sums) = KernelCases.AddProduct(Kernels, length);
            for (var i = 0; i < length; i++)
            {
                // In double precision the product is exact and the sum nearly: a second rounding may only miss a tie.
                var expected = before[i] + ((double)KernelCases.Slope * x[i]);
                IsClose(expected, sums[0, i], Unit * Math.Abs(expected) * 1.001, $"Length {length}, element {i}");
            }
        }
    }

    [TestMethod]
    public void Sigmoid_AnyLength_MatchesDouble()
    {
        foreach (var length in KernelCases.Counts)
        {
            var (x, y) = KernelCases.Sigmoid(Kernels, length, inPlace: false);
            for (var i = 0; i < length; i++)
            {
                // Beyond the exponential's range the sigmoid stays at the range's end: 1 / (1 + e^88.3) < 1e-38 instead of less.
                var expected = 1 / (1 + Math.Exp(-Math.Clamp((double)x[i], -Exponential.Highest, -Exponential.Lowest)));
                IsClose(expected, y[0, i], SigmoidTolerance * expected, $"Sigmoid({x[i]})");
            }
        }
    }

    [TestMethod]
    public void Sigmoid_OfZero_IsOneHalf() => Assert.AreEqual(0.5f, ScalarKernels.SigmoidOf(0f));

    [TestMethod]
    public void SigmoidBackward_AnyLength_MatchesDouble()
    {
        foreach (var length in KernelCases.Counts)
        {
            var (before, gradient, y) = KernelCases.SigmoidBackward(Kernels, length);
            for (var i = 0; i < length; i++)
            {
                // Three roundings of numbers below 1.
                IsClose(before[i] * (double)y[0, i] * (1 - (double)y[0, i]), gradient[0, i], 3 * Unit, $"Element {i} of {length}");
            }
        }
    }

    [TestMethod]
    public void Tanh_AnyLength_MatchesDouble()
    {
        // e = exp(2 x) has a relative error of ExpTolerance, which 2 / (1 + e) passes on at most; three roundings of numbers up to 2.
        const double tolerance = ExpTolerance + (6 * Unit);
        foreach (var length in KernelCases.Counts)
        {
            var (x, y) = KernelCases.Tanh(Kernels, length, inPlace: false);
            for (var i = 0; i < length; i++)
            {
                IsClose(Math.Tanh(x[i]), y[0, i], tolerance, $"Tanh({x[i]})");
            }
        }
    }

    [TestMethod]
    [DataRow(0f, 0f)]
    [DataRow(1e30f, 1f)]
    [DataRow(-1e30f, -1f)]
    [DataRow(float.PositiveInfinity, 1f)]
    [DataRow(float.NegativeInfinity, -1f)]
    public void Tanh_OfAnExtreme_IsTheLimit(float x, float expected) => Assert.AreEqual(expected, ScalarKernels.TanhOf(x));

    [TestMethod]
    public void TanhBackward_AnyLength_MatchesDouble()
    {
        foreach (var length in KernelCases.Counts)
        {
            var (before, gradient, y) = KernelCases.ActivationBackward(length, (g, values) => Kernels.TanhBackward(g.Span, values.Span));
            for (var i = 0; i < length; i++)
            {
                // Three roundings of numbers below 1.
                IsClose(before[i] * (1 - ((double)y[0, i] * y[0, i])), gradient[0, i], 3 * Unit, $"Element {i} of {length}");
            }
        }
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(0.01f)]
    public void LeakyReluBackward_AnyLength_MultipliesWhereTheOutputIsNotPositive(float slope)
    {
        foreach (var length in KernelCases.Counts)
        {
            var (before, gradient, y) = KernelCases.ActivationBackward(
                length, (g, values) => Kernels.LeakyReluBackward(g.Span, values.Span, slope));
            for (var i = 0; i < length; i++)
            {
                Assert.AreEqual(y[0, i] > 0 ? before[i] : before[i] * slope, gradient[0, i], $"Element {i} of {length}");
            }
        }
    }

    [TestMethod]
    public void SquaredDistances_WithStride_MatchHandArithmetic()
    {
        var distances = new float[2];
        Kernels.SquaredDistances([1, 2, 99, 3, -1, 99], 3, 2, [1f, 1f], distances);
        Assert.AreSequenceEqual(new float[] { 1, 8 }, distances);
    }

    [TestMethod]
    public void SquaredDistances_AnyShape_MatchDouble() => ForEachShape((rows, columns) =>
    {
        var (z, center, distances) = KernelCases.SquaredDistances(Kernels, rows, columns);
        for (var row = 0; row < rows; row++)
        {
            var sum = 0.0;
            for (var column = 0; column < columns; column++)
            {
                var difference = (double)z[row, column] - center[0, column];
                sum += difference * difference;
            }

            IsClose(sum, distances[0, row], (columns + 3) * sum * Unit, $"Distance {rows} x {columns} at {row}");
        }
    });

    [TestMethod]
    public void DistanceGradient_ByHand_IsTwiceTheSlopeTimesTheDifference()
    {
        var gradient = new float[4];
        Kernels.DistanceGradient([1f, 2f, 5f, 8f], 2, [3f, 1f], [0.5f, 2f], gradient);
        // 2 * 0.5 * (1 - 3), 2 * 0.5 * (2 - 1), 2 * 2 * (5 - 3), 2 * 2 * (8 - 1)
        Assert.IsTrue(gradient.AsSpan().SequenceEqual([-2f, 1f, 8f, 28f]));
    }

    [TestMethod]
    public void SquaredError_AnyShape_MatchesDouble() => ForEachShape((rows, columns) =>
    {
        var (loss, y, target, gradient) = KernelCases.SquaredError(Kernels, rows, columns);
        var sum = 0.0;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var difference = (double)y[row, column] - target[row, column];
                sum += difference * difference;

                // Three roundings of a number below 4 * 2 * 0.37.
                IsClose(
                    2.0 * KernelCases.Scale * difference,
                    gradient[row, column],
                    3 * 3 * Unit,
                    $"Gradient {rows} x {columns} at {row}, {column}");
            }
        }

        // At most rows * columns roundings a partial sum.
        IsClose(KernelCases.Scale * sum, loss, ((rows * columns) + 20) * Unit * KernelCases.Scale * sum, $"Loss {rows} x {columns}");
    });

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void PairSums_AnyCounts_MatchDouble(bool wholeRange) => ForEachShape((xCount, yCount) =>
    {
        var (x, y, xSums, ySums) = KernelCases.PairSums(Kernels, xCount, yCount, wholeRange);
        for (var i = 0; i < xCount; i++)
        {
            var expected = Enumerable.Range(0, yCount).Sum(j => 1 / ((double)x[0, i] + y[0, j]));

            // Positive terms: the relative error is at most one unit an operation.
            IsClose(expected, xSums[0, i], (yCount + 20) * Unit * expected, $"XSums {xCount} x {yCount} at {i}");
        }

        for (var j = 0; j < yCount; j++)
        {
            var expected = Enumerable.Range(0, xCount).Sum(i => x[0, i] / ((double)x[0, i] + y[0, j]));
            IsClose(expected, ySums[0, j], (xCount + 4) * Unit * expected, $"YSums {xCount} x {yCount} at {j}");
        }
    });

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(1000)]
    public void Adam_AnyLength_MatchesDouble(int step)
    {
        foreach (var length in KernelCases.Counts)
        {
            var run = KernelCases.Adam(Kernels, length, step);
            for (var i = 0; i < length; i++)
            {
                CheckAdam(run, i, step);
            }
        }
    }

    private static void CheckAdam(AdamCase run, int i, int step)
    {
        double weight = run.Before!.Weights[0, i];
        var g = run.Gradient[0, i] + (1e-2 * weight);
        var first = (0.9 * run.Before.First[0, i]) + (0.1 * g);
        var second = (0.999 * run.Before.Second[0, i]) + (0.001 * g * g);
        var moved = 1e-3 * (first / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(second / (1 - Math.Pow(0.999, step))) + 1e-8);

        // The constants are rounded to single (0.001 by 5e-8 of itself), and a handful of roundings follow.
        IsClose(first, run.First[0, i], 8 * Unit * 2, $"First moment, element {i}, step {step}");
        IsClose(second, run.Second[0, i], 8 * Unit * 2, $"Second moment, element {i}, step {step}");
        IsClose(weight - moved, run.Weights[0, i], (2 * 2 * Unit) + (32 * Unit * Math.Abs(moved)), $"Weight {i}, step {step}");
    }

    private static void ForEachShape(Action<int, int> check)
    {
        foreach (var columns in KernelCases.Counts)
        {
            foreach (var rows in KernelCases.RowCounts)
            {
                check(rows, columns);
            }
        }
    }

    private static void IsClose(double expected, double actual, double tolerance, string what)
    {
        if (!(Math.Abs(expected - actual) <= tolerance))
        {
            Assert.Fail($"{what}: {actual:R}, expected {expected:R} within {tolerance:R}.");
        }
    }
}
