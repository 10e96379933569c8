using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Independent chains of fused multiply-adds in registers: the processor's peak.</summary>
internal static class FusedMultiplyAdds
{
    private static float _sink;

    /// <summary>Runs <paramref name="rounds"/> rounds and gives the number of scalar multiply-adds done.</summary>
    public static long Run(int rounds) => Vector512.IsHardwareAccelerated ? Wide(rounds) : Narrow(rounds);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Wide(int rounds)
    {
        var (a, b) = (Vector512.Create(0.999f), Vector512.Create(0.001f));
        var (s0, s1, s2, s3, s4, s5, s6, s7, s8, s9) = (b, b, b, b, b, b, b, b, b, b);
        for (var i = 0; i < rounds; i++)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, a, b);
            s1 = Vector512.FusedMultiplyAdd(s1, a, b);
            s2 = Vector512.FusedMultiplyAdd(s2, a, b);
            s3 = Vector512.FusedMultiplyAdd(s3, a, b);
            s4 = Vector512.FusedMultiplyAdd(s4, a, b);
            s5 = Vector512.FusedMultiplyAdd(s5, a, b);
            s6 = Vector512.FusedMultiplyAdd(s6, a, b);
            s7 = Vector512.FusedMultiplyAdd(s7, a, b);
            s8 = Vector512.FusedMultiplyAdd(s8, a, b);
            s9 = Vector512.FusedMultiplyAdd(s9, a, b);
        }

        _sink = Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9);
        return rounds * 10L * Vector512<float>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Narrow(int rounds)
    {
        var (a, b) = (Vector256.Create(0.999f), Vector256.Create(0.001f));
        var (s0, s1, s2, s3, s4, s5, s6, s7, s8, s9) = (b, b, b, b, b, b, b, b, b, b);
        for (var i = 0; i < rounds; i++)
        {
            s0 = Vector256.FusedMultiplyAdd(s0, a, b);
            s1 = Vector256.FusedMultiplyAdd(s1, a, b);
            s2 = Vector256.FusedMultiplyAdd(s2, a, b);
            s3 = Vector256.FusedMultiplyAdd(s3, a, b);
            s4 = Vector256.FusedMultiplyAdd(s4, a, b);
            s5 = Vector256.FusedMultiplyAdd(s5, a, b);
            s6 = Vector256.FusedMultiplyAdd(s6, a, b);
            s7 = Vector256.FusedMultiplyAdd(s7, a, b);
            s8 = Vector256.FusedMultiplyAdd(s8, a, b);
            s9 = Vector256.FusedMultiplyAdd(s9, a, b);
        }

        _sink = Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9);
        return rounds * 10L * Vector256<float>.Count;
    }
}
