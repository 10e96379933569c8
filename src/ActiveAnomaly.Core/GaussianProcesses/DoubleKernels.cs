using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// Sums in double precision. Every result is the same sequence of correctly rounded operations on any machine: an element of a vector is
/// on its own, and a scalar product runs in 16 interleaved parts that are added pairwise.
/// </summary>
internal static class DoubleKernels
{
    /// <summary>A scalar product is summed in this many interleaved parts.</summary>
    public const int PartCount = 16;

    /// <summary>sums += factor x, element by element, each with one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProducts(ReadOnlySpan<float> x, double factor, Span<double> sums)
    {
        if (sums.Length < x.Length)
        {
            throw new ArgumentException($"{sums.Length} sums, {x.Length} needed.", nameof(sums));
        }

        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(sums);
        var factors = Vector512.Create(factor);
        nint i = 0;
        for (; i + 16 <= x.Length; i += 16)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, (nuint)i));
            Vector512.FusedMultiplyAdd(lower, factors, Vector512.LoadUnsafe(ref target, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
            Vector512.FusedMultiplyAdd(upper, factors, Vector512.LoadUnsafe(ref target, (nuint)i + 8))
                .StoreUnsafe(ref target, (nuint)i + 8);
        }

        for (; i < x.Length; i++)
        {
            ref var sum = ref Unsafe.Add(ref target, i);
            sum = Math.FusedMultiplyAdd(Unsafe.Add(ref source, i), factor, sum);
        }
    }

    /// <summary>sums += factor x, element by element, each with one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProducts(ReadOnlySpan<double> x, double factor, Span<double> sums)
    {
        if (sums.Length < x.Length)
        {
            throw new ArgumentException($"{sums.Length} sums, {x.Length} needed.", nameof(sums));
        }

        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(sums);
        var factors = Vector512.Create(factor);
        nint i = 0;
        for (; i + 8 <= x.Length; i += 8)
        {
            Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref source, (nuint)i), factors, Vector512.LoadUnsafe(ref target, (nuint)i))
                .StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            ref var sum = ref Unsafe.Add(ref target, i);
            sum = Math.FusedMultiplyAdd(Unsafe.Add(ref source, i), factor, sum);
        }
    }

    /// <summary>
    /// sums += factor |x - y|, element by element: the difference is rounded to single precision, and the rest has one rounding.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddDifferences(ReadOnlySpan<float> x, ReadOnlySpan<float> y, double factor, Span<double> sums)
    {
        RequireLength(y.Length, x.Length, nameof(y));
        RequireLength(sums.Length, x.Length, nameof(sums));
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        ref var target = ref MemoryMarshal.GetReference(sums);
        var factors = Vector512.Create(factor);
        nint i = 0;
        for (; i + 16 <= x.Length; i += 16)
        {
            var difference = Vector512.Abs(Vector512.LoadUnsafe(ref left, (nuint)i) - Vector512.LoadUnsafe(ref right, (nuint)i));
            var (lower, upper) = Vector512.Widen(difference);
            Vector512.FusedMultiplyAdd(lower, factors, Vector512.LoadUnsafe(ref target, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
            Vector512.FusedMultiplyAdd(upper, factors, Vector512.LoadUnsafe(ref target, (nuint)i + 8))
                .StoreUnsafe(ref target, (nuint)i + 8);
        }

        for (; i < x.Length; i++)
        {
            ref var sum = ref Unsafe.Add(ref target, i);
            sum = Math.FusedMultiplyAdd(MathF.Abs(Unsafe.Add(ref left, i) - Unsafe.Add(ref right, i)), factor, sum);
        }
    }

    /// <summary>
    /// Adds the products of x and four others to the 16 interleaved parts of four scalar products, as <see cref="Dot"/> has them: x is
    /// loaded once for all of them, and their eight chains of additions do not wait for each other.
    /// </summary>
    /// <param name="x">A multiple of 16 elements.</param>
    /// <param name="y0">As many, at least; so are those of the other three.</param>
    /// <param name="y1">The second.</param>
    /// <param name="y2">The third.</param>
    /// <param name="y3">The fourth.</param>
    /// <param name="parts">The parts, 16 of the first, then those of the second, and so on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddToParts(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y0, ReadOnlySpan<double> y1, ReadOnlySpan<double> y2, ReadOnlySpan<double> y3,
        Span<double> parts)
    {
        RequireMultiple(x.Length, nameof(x));
        RequireLength(Math.Min(Math.Min(y0.Length, y1.Length), Math.Min(y2.Length, y3.Length)), x.Length, nameof(y0));
        RequireLength(parts.Length, 4 * PartCount, nameof(parts));
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right0 = ref MemoryMarshal.GetReference(y0);
        ref var right1 = ref MemoryMarshal.GetReference(y1);
        ref var right2 = ref MemoryMarshal.GetReference(y2);
        ref var right3 = ref MemoryMarshal.GetReference(y3);
        ref var sums = ref MemoryMarshal.GetReference(parts);
        var (even0, odd0) = (Vector512.LoadUnsafe(ref sums, 0), Vector512.LoadUnsafe(ref sums, 8));
        var (even1, odd1) = (Vector512.LoadUnsafe(ref sums, 16), Vector512.LoadUnsafe(ref sums, 24));
        var (even2, odd2) = (Vector512.LoadUnsafe(ref sums, 32), Vector512.LoadUnsafe(ref sums, 40));
        var (even3, odd3) = (Vector512.LoadUnsafe(ref sums, 48), Vector512.LoadUnsafe(ref sums, 56));
        for (nint i = 0; i < x.Length; i += PartCount)
        {
            var even = Vector512.LoadUnsafe(ref left, (nuint)i);
            even0 = Vector512.FusedMultiplyAdd(even, Vector512.LoadUnsafe(ref right0, (nuint)i), even0);
            even1 = Vector512.FusedMultiplyAdd(even, Vector512.LoadUnsafe(ref right1, (nuint)i), even1);
            even2 = Vector512.FusedMultiplyAdd(even, Vector512.LoadUnsafe(ref right2, (nuint)i), even2);
            even3 = Vector512.FusedMultiplyAdd(even, Vector512.LoadUnsafe(ref right3, (nuint)i), even3);
            var odd = Vector512.LoadUnsafe(ref left, (nuint)i + 8);
            odd0 = Vector512.FusedMultiplyAdd(odd, Vector512.LoadUnsafe(ref right0, (nuint)i + 8), odd0);
            odd1 = Vector512.FusedMultiplyAdd(odd, Vector512.LoadUnsafe(ref right1, (nuint)i + 8), odd1);
            odd2 = Vector512.FusedMultiplyAdd(odd, Vector512.LoadUnsafe(ref right2, (nuint)i + 8), odd2);
            odd3 = Vector512.FusedMultiplyAdd(odd, Vector512.LoadUnsafe(ref right3, (nuint)i + 8), odd3);
        }

        even0.StoreUnsafe(ref sums, 0);
        odd0.StoreUnsafe(ref sums, 8);
        even1.StoreUnsafe(ref sums, 16);
        odd1.StoreUnsafe(ref sums, 24);
        even2.StoreUnsafe(ref sums, 32);
        odd2.StoreUnsafe(ref sums, 40);
        even3.StoreUnsafe(ref sums, 48);
        odd3.StoreUnsafe(ref sums, 56);
    }

    /// <summary>The same for one scalar product.</summary>
    public static void AddToParts(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> parts)
    {
        RequireMultiple(x.Length, nameof(x));
        RequireLength(y.Length, x.Length, nameof(y));
        RequireLength(parts.Length, PartCount, nameof(parts));
        var (even, odd) = (Vector512.Create<double>(parts), Vector512.Create<double>(parts[8..]));
        AddProducts(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), 0, x.Length, ref even, ref odd);
        even.CopyTo(parts);
        odd.CopyTo(parts[8..]);
    }

    /// <summary>Makes a scalar product of its parts, which hold the products of the first elements.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="x">All elements.</param>
    /// <param name="y">As many, at least.</param>
    /// <param name="first">How many of them the parts hold: a multiple of 16.</param>
    /// <returns>What <see cref="Dot"/> gives, with the same bits.</returns>
    public static double FromParts(ReadOnlySpan<double> parts, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int first)
    {
        RequireMultiple(first, nameof(first));
        RequireLength(y.Length, x.Length, nameof(y));
        RequireLength(parts.Length, PartCount, nameof(parts));
        var (even, odd) = (Vector512.Create(parts), Vector512.Create(parts[8..]));
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        var end = AddProducts(ref left, ref right, first, x.Length, ref even, ref odd);
        return Sum(even + odd, ref left, ref right, end, x.Length);
    }

    /// <summary>The scalar product of x and as many elements of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireLength(y.Length, x.Length, nameof(y));
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        var (even, odd) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var end = AddProducts(ref left, ref right, 0, x.Length, ref even, ref odd);
        return Sum(even + odd, ref left, ref right, end, x.Length);
    }

    /// <summary>Adds the products of elements from the first on to the parts, 16 at a time; gives where fewer are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint AddProducts(
        ref double x, ref double y, nint first, nint end, ref Vector512<double> even, ref Vector512<double> odd)
    {
        var (evens, odds) = (even, odd);
        var i = first;
        for (; i + PartCount <= end; i += PartCount)
        {
            evens = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, (nuint)i), Vector512.LoadUnsafe(ref y, (nuint)i), evens);
            odds = Vector512.FusedMultiplyAdd(
                Vector512.LoadUnsafe(ref x, (nuint)i + 8), Vector512.LoadUnsafe(ref y, (nuint)i + 8), odds);
        }

        (even, odd) = (evens, odds);
        return i;
    }

    /// <summary>Adds up the parts pairwise, halves first, and then the products of the elements that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector512<double> parts, ref double x, ref double y, nint first, nint end)
    {
        var half = parts.GetLower() + parts.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        var sum = quarter[0] + quarter[1];
        for (var i = first; i < end; i++)
        {
            sum = Math.FusedMultiplyAdd(Unsafe.Add(ref x, i), Unsafe.Add(ref y, i), sum);
        }

        return sum;
    }

    private static void RequireLength(int length, int needed, string name)
    {
        if (length < needed)
        {
            throw new ArgumentException($"{length} elements, {needed} needed.", name);
        }
    }

    private static void RequireMultiple(int length, string name)
    {
        if (length % PartCount != 0)
        {
            throw new ArgumentException($"{length} elements; a multiple of {PartCount} is needed.", name);
        }
    }
}
