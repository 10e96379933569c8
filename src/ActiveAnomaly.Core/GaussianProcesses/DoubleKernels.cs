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
    private const int PartCount = 16;

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

    /// <summary>The scalar product of x and as many elements of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (y.Length < x.Length)
        {
            throw new ArgumentException($"{y.Length} elements, {x.Length} needed.", nameof(y));
        }

        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        var (even, odd) = (Vector512<double>.Zero, Vector512<double>.Zero);
        nint i = 0;
        for (; i + PartCount <= x.Length; i += PartCount)
        {
            even = Vector512.FusedMultiplyAdd(
                Vector512.LoadUnsafe(ref left, (nuint)i), Vector512.LoadUnsafe(ref right, (nuint)i), even);
            odd = Vector512.FusedMultiplyAdd(
                Vector512.LoadUnsafe(ref left, (nuint)i + 8), Vector512.LoadUnsafe(ref right, (nuint)i + 8), odd);
        }

        var both = even + odd;
        var half = both.GetLower() + both.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        var sum = quarter[0] + quarter[1];
        for (; i < x.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(Unsafe.Add(ref left, i), Unsafe.Add(ref right, i), sum);
        }

        return sum;
    }
}
