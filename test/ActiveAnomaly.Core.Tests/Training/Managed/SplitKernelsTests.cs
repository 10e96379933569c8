using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Training.Managed;

/// <summary>Kernels in parts against the same as a whole.</summary>
[TestClass]
public sealed class SplitKernelsTests
{
    private static readonly KernelSet Kernels = KernelSet.For(VectorPaths.Default);

    [TestMethod]
    public void PartCount_AnyOperations_IsAPartForEveryFourMillionAndAtMostOneAProcessor()
    {
        Assert.AreEqual(0, SplitKernels.PartCount((1 << 22) - 1));
        Assert.AreEqual(1, SplitKernels.PartCount((1 << 23) - 1));
        Assert.AreEqual(Math.Min(2, Environment.ProcessorCount), SplitKernels.PartCount(1 << 23));
        Assert.AreEqual(Environment.ProcessorCount, SplitKernels.PartCount(long.MaxValue));
    }

    [TestMethod]
    [DataRow(100, 290, 301, false)]
    [DataRow(100, 290, 301, true)]
    [DataRow(401, 240, 90, false)]
    [DataRow(401, 240, 90, true)]
    public void Multiply_Large_HasTheBitsOfTheWhole(int rows, int depth, int columns, bool transposed)
    {
        var (a, b) = (Numbers(rows * depth, 1), Numbers(depth * columns, 2));
        foreach (var accumulate in (bool[])[false, true])
        {
            var (expected, actual) = (Numbers(rows * columns, 3), Numbers(rows * columns, 3));
            var (rowStride, depthStride) = transposed ? (1, rows) : (depth, 1);
            Kernels.Multiply(
                a.Span, rowStride, depthStride, b.Span, columns, expected.Span, columns, rows, depth, columns, accumulate);
            RunsInParts(() => SplitKernels.Multiply(
                Kernels, a, rowStride, depthStride, b, columns, actual, columns, rows, depth, columns, accumulate: false));
            Numbers(rows * columns, 3).Span.CopyTo(actual.Span);
            SplitKernels.Multiply(Kernels, a, rowStride, depthStride, b, columns, actual, columns, rows, depth, columns, accumulate);
            Bits.AreEqual(expected.Span, actual.Span, $"Accumulating {accumulate}");
        }
    }

    [TestMethod]
    public void Adam_Large_HasTheBitsOfTheWhole()
    {
        const int count = 600_001;
        var gradient = Numbers(count, 2);
        AlignedBuffer[] Start() => [Numbers(count, 1), new AlignedBuffer(count), new AlignedBuffer(count)];
        var (expected, actual) = (Start(), Start());
        for (var step = 1; step < 3; step++)
        {
            var coefficients = new AdamCoefficients(1e-3, 0.9, 0.999, 1e-8, 1e-6, step);
            Kernels.Adam(expected[0].Span, gradient.Span, expected[1].Span, expected[2].Span, coefficients);
            SplitKernels.Adam(Kernels, actual[0], gradient, actual[1], actual[2], coefficients);
        }

        for (var i = 0; i < expected.Length; i++)
        {
            Bits.AreEqual(expected[i].Span, actual[i].Span, $"Numbers {i}");
        }

        RunsInParts(() => SplitKernels.Adam(
            Kernels, actual[0], gradient, actual[1], actual[2], new AdamCoefficients(1e-3, 0.9, 0.999, 1e-8, 1e-6, 3)));
    }

    [TestMethod]
    [DataRow(70, 9001)]
    [DataRow(9001, 70)]
    public void Transpose_Large_PutsEveryElementInItsPlace(int rows, int columns)
    {
        var (x, transposed) = (Numbers(rows * columns, 1), new AlignedBuffer(rows * columns));
        RunsInParts(() => SplitKernels.Transpose(x, columns, transposed, rows, rows, columns));
        for (var i = 0; i < x.Length; i++)
        {
            Assert.AreEqual(x.Span[i], transposed.Span[(i % columns * rows) + (i / columns)], $"Element {i}");
        }
    }

    [TestMethod]
    public void Sigmoid_Large_HasTheBitsOfTheWholeAndLeavesTheRest()
    {
        const int count = 600_001;
        var (expected, actual) = (Numbers(count + 5, 1), Numbers(count + 5, 1));
        Kernels.Sigmoid(expected.Span[..count], expected.Span[..count]);
        SplitKernels.Sigmoid(Kernels, actual, count);
        Bits.AreEqual(expected.Span, actual.Span, "Outputs");
        var (wholeGradient, gradient) = (Numbers(count + 5, 2), Numbers(count + 5, 2));
        Kernels.SigmoidBackward(wholeGradient.Span[..count], expected.Span);
        SplitKernels.SigmoidBackward(Kernels, gradient, actual, count);
        Bits.AreEqual(wholeGradient.Span, gradient.Span, "Gradient");
        RunsInParts(() => SplitKernels.Sigmoid(Kernels, actual, count));
        RunsInParts(() => SplitKernels.SigmoidBackward(Kernels, gradient, actual, count));
    }

    /// <summary>What runs in parts allocates, and nothing else does.</summary>
    private static void RunsInParts(Action call) =>
        Assert.AreEqual(Environment.ProcessorCount > 1, Allocations.Fewest(call) > 0, "Whether it ran in parts.");

    private static AlignedBuffer Numbers(int count, int seed)
    {
        var random = new Random(seed);
        var numbers = new AlignedBuffer(count);
        foreach (ref var number in numbers.Span)
        {
            number = random.NextSingle() - 0.5f;
        }

        return numbers;
    }
}
