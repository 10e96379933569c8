using ActiveAnomaly.Kernels;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Training.Managed;

/// <summary>
/// The kernels of a step, large ones in parts on several threads. Every number of a result is computed by one thread, by the
/// same operations in the same order as without parts: the same bits on any number of threads. Only what runs in parts allocates.
/// </summary>
internal static class SplitKernels
{
    /// <summary>
    /// The fewest multiply-adds of a part: about 50 microseconds' work. Handing a part to another thread and waiting for it takes about 5.
    /// </summary>
    public const long FewestOperations = 1 << 22;

    /// <summary>
    /// What an element of the optimiser, of a sigmoid or of a transposed matrix takes, in multiply-adds: memory is what it waits for.
    /// </summary>
    private const int OperationsPerElement = 16;

    /// <summary>Parts begin at multiples of this many rows, columns or elements: whole cache lines and blocks of the product.</summary>
    private const int Multiple = 32;

    /// <summary><see cref="KernelSet.Multiply"/>, in parts along the longer side of C.</summary>
    public static void Multiply(
        KernelSet kernels, AlignedBuffer a, int aRowStride, int aDepthStride, AlignedBuffer b, int bStride, AlignedBuffer c, int cStride,
        int rows, int depth, int columns, bool accumulate)
    {
        if (PartCount((long)rows * depth * columns) < 2)
        {
            kernels.Multiply(a.Span, aRowStride, aDepthStride, b.Span, bStride, c.Span, cStride, rows, depth, columns, accumulate);
            return;
        }

        MultiplyInParts(kernels, a, aRowStride, aDepthStride, b, bStride, c, cStride, rows, depth, columns, accumulate);
    }

    /// <summary>One step of Adam.</summary>
    public static void Adam(
        KernelSet kernels, AlignedBuffer weights, AlignedBuffer gradient, AlignedBuffer firstMoment, AlignedBuffer secondMoment,
        in AdamCoefficients coefficients)
    {
        if (PartCount((long)weights.Length * OperationsPerElement) < 2)
        {
            kernels.Adam(weights.Span, gradient.Span, firstMoment.Span, secondMoment.Span, coefficients);
            return;
        }

        AdamInParts(kernels, weights, gradient, firstMoment, secondMoment, coefficients);
    }

    /// <summary><see cref="KernelSet.Transpose"/>, in parts along the rows of x.</summary>
    public static void Transpose(AlignedBuffer x, int stride, AlignedBuffer transposed, int transposedStride, int rows, int columns)
    {
        if (PartCount((long)rows * columns * OperationsPerElement) < 2)
        {
            KernelSet.Transpose(x.Span, stride, transposed.Span, transposedStride, rows, columns);
            return;
        }

        TransposeInParts(x, stride, transposed, transposedStride, rows, columns);
    }

    /// <summary>x = 1 / (1 + exp(-x)) of the first elements, in place.</summary>
    public static void Sigmoid(KernelSet kernels, AlignedBuffer x, int count)
    {
        if (PartCount((long)count * OperationsPerElement) < 2)
        {
            kernels.Sigmoid(x.Span[..count], x.Span[..count]);
            return;
        }

        SigmoidInParts(kernels, x, count);
    }

    /// <summary>gradient *= y (1 - y) of the first elements, in place.</summary>
    public static void SigmoidBackward(KernelSet kernels, AlignedBuffer gradient, AlignedBuffer y, int count)
    {
        if (PartCount((long)count * OperationsPerElement) < 2)
        {
            kernels.SigmoidBackward(gradient.Span[..count], y.Span);
            return;
        }

        SigmoidBackwardInParts(kernels, gradient, y, count);
    }

    /// <summary>Gives in how many parts so many multiply-adds run.</summary>
    internal static int PartCount(long operations) => (int)Math.Min(Environment.ProcessorCount, operations / FewestOperations);

    // Each of these has a closure, which is allocated where a method begins: not in the methods above, whose small cases allocate nothing.
    private static void MultiplyInParts(
        KernelSet kernels, AlignedBuffer a, int aRowStride, int aDepthStride, AlignedBuffer b, int bStride, AlignedBuffer c, int cStride,
        int rows, int depth, int columns, bool accumulate)
    {
        var byRows = rows >= columns;
        InParts(
            byRows ? rows : columns,
            (long)rows * depth * columns,
            (first, count) => kernels.Multiply(
                byRows ? a.Span[(first * aRowStride)..] : a.Span,
                aRowStride,
                aDepthStride,
                byRows ? b.Span : b.Span[first..],
                bStride,
                byRows ? c.Span[(first * cStride)..] : c.Span[first..],
                cStride,
                byRows ? count : rows,
                depth,
                byRows ? columns : count,
                accumulate));
    }

    private static void AdamInParts(
        KernelSet kernels, AlignedBuffer weights, AlignedBuffer gradient, AlignedBuffer firstMoment, AlignedBuffer secondMoment,
        AdamCoefficients coefficients) =>
        InParts(
            weights.Length,
            (long)weights.Length * OperationsPerElement,
            (first, count) => kernels.Adam(
                weights.Span.Slice(first, count),
                gradient.Span.Slice(first, count),
                firstMoment.Span.Slice(first, count),
                secondMoment.Span.Slice(first, count),
                coefficients));

    private static void TransposeInParts(
        AlignedBuffer x, int stride, AlignedBuffer transposed, int transposedStride, int rows, int columns) =>
        InParts(
            rows,
            (long)rows * columns * OperationsPerElement,
            (first, count) => KernelSet.Transpose(
                x.Span[(first * stride)..], stride, transposed.Span[first..], transposedStride, count, columns));

    private static void SigmoidInParts(KernelSet kernels, AlignedBuffer x, int elementCount) =>
        InParts(
            elementCount,
            (long)elementCount * OperationsPerElement,
            (first, count) => kernels.Sigmoid(x.Span.Slice(first, count), x.Span.Slice(first, count)));

    private static void SigmoidBackwardInParts(KernelSet kernels, AlignedBuffer gradient, AlignedBuffer y, int elementCount) =>
        InParts(
            elementCount,
            (long)elementCount * OperationsPerElement,
            (first, count) => kernels.SigmoidBackward(gradient.Span.Slice(first, count), y.Span.Slice(first, count)));

    private static void InParts(int count, long operations, Action<int, int> part)
    {
        var share = (count + PartCount(operations) - 1) / PartCount(operations);
        var size = (share + Multiple - 1) / Multiple * Multiple;
        ParallelLoop.Run(
            (count + size - 1) / size,
            i => part(i * size, Math.Min(size, count - (i * size))),
            CancellationToken.None);
    }
}
