namespace ActiveAnomaly.Evaluations;

/// <summary>
/// The Mersenne twister MT19937 (Matsumoto and Nishimura, 1998) with NumPy's legacy permutation on it: what a program's
/// <c>RandomState(seed)</c> draws, so that its splits of a file can be made again.
/// </summary>
internal sealed class NumpyRandom
{
    private const int Size = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    public NumpyRandom(uint seed)
    {
        _state[0] = seed;
        for (var i = 1u; i < Size; i++)
        {
            var before = _state[i - 1];
            _state[i] = (1812433253u * (before ^ (before >> 30))) + i;
        }
    }

    /// <summary>Gives the numbers below a count in a random order.</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            var other = Below((uint)i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    /// <summary>Draws a number from 0 to a limit that is included: of the bits that it needs, the first that are not above it.</summary>
    private uint Below(uint limit)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(limit);
        while (true)
        {
            var value = Next() & mask;
            if (value <= limit)
            {
                return value;
            }
        }
    }

    private uint Next()
    {
        if (_next == Size)
        {
            for (var i = 0; i < Size; i++)
            {
                var mixed = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7fffffff);
                _state[i] = _state[(i + Middle) % Size] ^ (mixed >> 1) ^ ((mixed & 1) * 0x9908b0df);
            }

            _next = 0;
        }

        var value = _state[_next++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9d2c5680;
        value ^= (value << 15) & 0xefc60000;
        return value ^ (value >> 18);
    }
}
