using System.Runtime.InteropServices;

namespace ActiveAnomaly.Engines;

/// <summary>
/// Numbers that start at a multiple of 64 bytes, and stay there, so that no vector of a row lies across two cache lines: loads
/// and stores that do cost about twice as much. Zeros at first.
/// </summary>
internal readonly struct AlignedBuffer
{
    private const int Alignment = 64;
    private readonly float[] _array;
    private readonly int _offset;
    private readonly int _length;

    /// <summary>Allocates <paramref name="length"/> numbers.</summary>
    public AlignedBuffer(int length)
    {
        _array = length == 0 ? [] : GC.AllocateArray<float>(length + (Alignment / sizeof(float)), pinned: true);
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

    /// <summary>Gives a part of the buffer; aligned as its start is.</summary>
    public AlignedBuffer Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + length, _length);
        return new AlignedBuffer(_array, _offset + start, length);
    }
}
