using System.Runtime.Intrinsics;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>Sums over vectors of double precision, four at a time, in an order that depends on their length alone.</summary>
internal static class VectorSums
{
    /// <summary>Gives the sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sums = Vector256<double>.Zero;
        var k = 0;
        for (; k <= x.Length - Vector256<double>.Count; k += Vector256<double>.Count)
        {
            sums += Vector256.Create(x[k..]) * Vector256.Create(y[k..]);
        }

        var sum = Vector256.Sum(sums);
        for (; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    /// <summary>Adds a multiple of a vector to another.</summary>
    public static void AddScaled(Span<double> sum, double factor, ReadOnlySpan<double> x)
    {
        var k = 0;
        for (; k <= x.Length - Vector256<double>.Count; k += Vector256<double>.Count)
        {
            (Vector256.Create<double>(sum[k..]) + (Vector256.Create(factor) * Vector256.Create(x[k..]))).CopyTo(sum[k..]);
        }

        for (; k < x.Length; k++)
        {
            sum[k] += factor * x[k];
        }
    }
}
