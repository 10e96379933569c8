using System.Buffers;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// Scalar products of many rows with many others, with the bits of <see cref="DoubleKernels.Dot"/>.
/// A stretch of the rows that the first-level cache holds is dealt with for all pairs before the next one; in between, the parts of every
/// product are kept. Dispose it once. Not thread safe.
/// </summary>
internal readonly ref struct BlockedDots
{
    private const int PartCount = DoubleKernels.PartCount;

    /// <summary>The length of a stretch: 1 KiB of each row.</summary>
    private const int StretchLength = 256;

    private readonly ReadOnlySpan<double[]> _xs;
    private readonly ReadOnlySpan<double[]> _ys;
    private readonly int _length;
    private readonly double[] _parts;

    /// <summary>Sums up the products of the first elements.</summary>
    /// <param name="xs">Rows, of at least so many elements.</param>
    /// <param name="ys">Others.</param>
    /// <param name="length">How many: a multiple of 16.</param>
    public BlockedDots(ReadOnlySpan<double[]> xs, ReadOnlySpan<double[]> ys, int length)
    {
        _xs = xs;
        _ys = ys;
        _length = length;
        _parts = ArrayPool<double>.Shared.Rent(xs.Length * ys.Length * PartCount);
        Array.Clear(_parts, 0, xs.Length * ys.Length * PartCount);
        for (var first = 0; first < length; first += StretchLength)
        {
            var count = Math.Min(StretchLength, length - first);
            for (var i = 0; i < xs.Length; i++)
            {
                Add(xs[i].AsSpan(first, count), first, _parts.AsSpan(i * ys.Length * PartCount, ys.Length * PartCount));
            }
        }
    }

    /// <summary>Rounds a length down to what a constructor takes.</summary>
    public static int Whole(int length) => length - (length % PartCount);

    /// <summary>Finishes a scalar product, of more elements than the first.</summary>
    /// <param name="i">Which of the rows.</param>
    /// <param name="j">Which of the others.</param>
    /// <param name="length">The number of elements, at least that of the first ones.</param>
    public double Of(int i, int j, int length) => DoubleKernels.FromParts(
        _parts.AsSpan(((i * _ys.Length) + j) * PartCount, PartCount), _xs[i].AsSpan(0, length), _ys[j], _length);

    public void Dispose() => ArrayPool<double>.Shared.Return(_parts);

    private void Add(ReadOnlySpan<double> x, int first, Span<double> parts)
    {
        var j = 0;
        for (; j + 4 <= _ys.Length; j += 4)
        {
            DoubleKernels.AddToParts(
                x, _ys[j].AsSpan(first), _ys[j + 1].AsSpan(first), _ys[j + 2].AsSpan(first), _ys[j + 3].AsSpan(first),
                parts.Slice(j * PartCount, 4 * PartCount));
        }

        for (; j < _ys.Length; j++)
        {
            DoubleKernels.AddToParts(x, _ys[j].AsSpan(first), parts.Slice(j * PartCount, PartCount));
        }
    }
}
