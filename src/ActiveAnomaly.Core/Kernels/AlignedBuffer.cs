using System.Runtime.InteropServices;

namespace ActiveAnomaly.Kernels;

/// <summary>
/// Numbers that start at a multiple of 64 bytes, and stay there: a row whose width is a multiple of 16 has no vector across two
/// cache lines, which would cost about twice as much to load or store. Zeros at first.
/// </summary>
internal readonly struct AlignedBuffer
{
    /// <summary>The alignment in bytes.</summary>
    public const int Alignment = 64;

    /// <summary>Parts that start at a multiple of this many numbers are aligned too.</summary>
    public const int AlignedCount = Alignment / sizeof(float);

    private readonly float[] _array;
    private readonly int _offset;
    private readonly int _length;

    /// <summary>Allocates <paramref name="length"/> numbers.</summary>
    public AlignedBuffer(int length)
    {
        _array = length == 0 ? [] : GC.AllocateArray<float>(length + AlignedCount, pinned: true);
        var past = length == 0 ? 0 : (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) % Alignment);
        _offset = past == 0 ? 0 : (Alignment - past) / sizeof(float);
        _length = length;
    }

    private AlignedBuffer(float[] array, int offset, int length)
    {
        _array = array;
        _offset = offset;
        _length = length;
    }

    public int Length => _length;

    public Span<float> Span => _array.AsSpan(_offset, _length);

    /// <summary>Gives a part of the buffer, aligned where it starts at a multiple of <see cref="AlignedCount"/>.</summary>
    public AlignedBuffer Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + length, _length);
        return new AlignedBuffer(_array, _offset + start, length);
    }
}
