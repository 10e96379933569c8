using System.Numerics;

namespace ActiveAnomaly.Randomness;

/// <summary>
/// The library's generator of pseudo-random numbers: xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64.
/// The same seed gives the same numbers on every platform and in every version of .NET.
/// </summary>
/// <remarks>
/// Streams are derived by name (<see cref="Derive"/>), from the seed alone and not from what was drawn so far: a new
/// consumer of random numbers gets a stream of its own and shifts no other. Not safe for use by several threads at once.
/// </remarks>
public sealed class SeededRandom
{
    private readonly ulong _seed;
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Creates a generator whose numbers depend on <paramref name="seed"/> only.</summary>
    /// <param name="seed">Any value.</param>
    public SeededRandom(long seed)
        : this(unchecked((ulong)seed))
    {
    }

    private SeededRandom(ulong seed)
    {
        _seed = seed;
        var state = seed;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>Returns the generator of the stream called <paramref name="name"/>, and of its part <paramref name="index"/>.</summary>
    /// <param name="name">What the numbers are for, such as "weights" or "shuffles".</param>
    /// <param name="index">Which of several like streams, such as the stage or the member of an ensemble.</param>
    /// <returns>A new generator that depends on this one's seed, the name and the index, and on nothing drawn.</returns>
    public SeededRandom Derive(string name, long index = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        var hash = 14695981039346656037UL; // FNV-1a, 64 bit
        foreach (var character in name)
        {
            hash = unchecked((hash ^ character) * 1099511628211UL);
        }

        var state = unchecked(_seed ^ BitOperations.RotateLeft(hash, 17));
        var mixed = SplitMix(ref state);
        state = unchecked(mixed ^ ((ulong)index * 0x9E3779B97F4A7C15UL) ^ hash);
        return new SeededRandom(SplitMix(ref state));
    }

    /// <summary>Returns a generator of the same numbers from the first on, whatever was drawn of this one.</summary>
    internal SeededRandom FromTheStart() => new(_seed);

    /// <summary>Draws 64 random bits.</summary>
    /// <returns>A number uniform over all values of its type.</returns>
    public ulong NextUInt64()
    {
        var result = unchecked(BitOperations.RotateLeft(_s1 * 5, 7) * 9);
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Draws a number uniform in [0, 1), a multiple of 2^-53.</summary>
    /// <returns>The number.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// Draws a normal number of mean 0 and variance 1, by Marsaglia's polar method; the second one that it gives is not
    /// kept.
    /// </summary>
    /// <returns>The number.</returns>
    public double NextNormal()
    {
        while (true)
        {
            var x = (2 * NextDouble()) - 1;
            var y = (2 * NextDouble()) - 1;
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
            }
        }
    }

    /// <summary>Draws a number from Beta(a, a), as the share of one of two gamma numbers (Marsaglia and Tsang 2000).</summary>
    /// <param name="alpha">a, positive.</param>
    /// <returns>A number in [0, 1].</returns>
    public double NextBeta(double alpha)
    {
        var (x, y) = (NextLogGamma(alpha), NextLogGamma(alpha));
        return 1 / (1 + Math.Exp(y - x));
    }

    /// <summary>The logarithm of a gamma number: small parameters give numbers too small for a double.</summary>
    private double NextLogGamma(double alpha)
    {
        if (alpha < 1)
        {
            return NextLogGamma(alpha + 1) + (Math.Log(1 - NextDouble()) / alpha);
        }

        var d = alpha - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(1 - NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return Math.Log(d * v);
            }
        }
    }

    /// <summary>Draws an integer uniform in [0, <paramref name="limit"/>), without bias.</summary>
    /// <param name="limit">The number of possible values, at least 1.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is less than 1.</exception>
    public int NextInt32(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var product = (UInt128)NextUInt64() * (uint)limit;
        var low = (ulong)product;
        if (low < (uint)limit)
        {
            var threshold = unchecked(0UL - (uint)limit) % (uint)limit;
            while (low < threshold)
            {
                product = (UInt128)NextUInt64() * (uint)limit;
                low = (ulong)product;
            }
        }

        return (int)(product >> 64);
    }

    /// <summary>Puts <paramref name="values"/> in a random order, every order equally likely (Fisher and Yates).</summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="values">What to shuffle, in place.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = NextInt32(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>Draws <paramref name="count"/> different elements, every subset equally likely.</summary>
    /// <param name="values">What to draw from; it is not changed.</param>
    /// <param name="count">How many, at most <paramref name="values"/> holds.</param>
    /// <returns>The drawn elements, in the order drawn.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or more than there are.</exception>
    public int[] Sample(ReadOnlySpan<int> values, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, values.Length);
        var pool = values.ToArray();
        for (var i = 0; i < count; i++)
        {
            var other = i + NextInt32(pool.Length - i);
            (pool[i], pool[other]) = (pool[other], pool[i]);
        }

        return pool[..count];
    }

    /// <summary>
    /// Draws different numbers of [0, <paramref name="limit"/>), every subset equally likely, with as many draws as numbers are wanted,
    /// whatever the limit (Floyd's algorithm).
    /// </summary>
    /// <param name="limit">The number of possible values.</param>
    /// <param name="count">How many, in [0, <paramref name="limit"/>].</param>
    /// <returns>The numbers; their order says nothing.</returns>
    internal int[] SampleRange(int limit, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, limit);
        var drawn = new HashSet<int>(count);
        var values = new int[count];
        for (var i = 0; i < count; i++)
        {
            var last = limit - count + i;
            var value = NextInt32(last + 1);
            values[i] = drawn.Add(value) ? value : last;
            drawn.Add(values[i]);
        }

        return values;
    }

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
