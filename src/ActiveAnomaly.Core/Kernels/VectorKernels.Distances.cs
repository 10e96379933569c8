using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Kernels;

// Distances from rows to a panel of 16 others. Idea: the panel lies feature by feature, a lane is one of its rows, so that a distance
// is one chain of operations in the order of the features: the same bits at any width, in any batch, and exactly 0 for equal rows, which
// the usual ||x||^2 + ||y||^2 - 2 x'y does not give. 8 rows go together: one load of the panel serves all of them, and 8 independent
// chains hide the latency of the additions.
internal sealed partial class VectorKernels<TLanes, TVector>
{
    private const int DistanceRowCount = 8;

    /// <summary>What a feature's difference adds to a distance.</summary>
    private interface ITerm
    {
        static abstract TVector Add(TVector difference, ref float weight, TVector sum);
    }

    protected override void SquaredPanelDistancesCore(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, Span<float> distances) =>
        PanelDistances<Square>(rows, rowCount, width, panel, [], distances);

    protected override void ManhattanPanelDistancesCore(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, Span<float> distances) =>
        PanelDistances<Absolute>(rows, rowCount, width, panel, [], distances);

    protected override void WeightedPanelDistancesCore(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, ReadOnlySpan<float> weights, Span<float> distances) =>
        PanelDistances<WeightedAbsolute>(rows, rowCount, width, panel, weights, distances);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PanelDistances<TTerm>(
        ReadOnlySpan<float> rows, int rowCount, int width, ReadOnlySpan<float> panel, ReadOnlySpan<float> weights, Span<float> distances)
        where TTerm : struct, ITerm
    {
        ref var weight = ref MemoryMarshal.GetReference(weights);
        for (var lane = 0; lane < PanelRowCount; lane += TLanes.Count)
        {
            ref var y = ref Unsafe.Add(ref MemoryMarshal.GetReference(panel), lane);
            ref var x = ref MemoryMarshal.GetReference(rows);
            ref var target = ref Unsafe.Add(ref MemoryMarshal.GetReference(distances), lane);
            var row = 0;
            for (; row + DistanceRowCount <= rowCount; row += DistanceRowCount)
            {
                EightRows<TTerm>(ref x, width, ref y, ref weight, ref target);
                x = ref Unsafe.Add(ref x, DistanceRowCount * width);
                target = ref Unsafe.Add(ref target, DistanceRowCount * PanelRowCount);
            }

            for (; row < rowCount; row++)
            {
                var sum = TLanes.Zero;
                for (nint k = 0; k < width; k++)
                {
                    var other = TLanes.Load(ref Unsafe.Add(ref y, k * PanelRowCount));
                    sum = WithTerm<TTerm>(ref Unsafe.Add(ref x, k), other, ref Unsafe.Add(ref weight, k), sum);
                }

                TLanes.Store(sum, ref target);
                x = ref Unsafe.Add(ref x, width);
                target = ref Unsafe.Add(ref target, PanelRowCount);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightRows<TTerm>(ref float x, nint width, ref float y, ref float weight, ref float target)
        where TTerm : struct, ITerm
    {
        var (sum0, sum1, sum2, sum3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (sum4, sum5, sum6, sum7) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (nint k = 0; k < width; k++)
        {
            var other = TLanes.Load(ref Unsafe.Add(ref y, k * PanelRowCount));
            ref var feature = ref Unsafe.Add(ref x, k);
            ref var own = ref Unsafe.Add(ref weight, k);
            sum0 = WithTerm<TTerm>(ref feature, other, ref own, sum0);
            sum1 = WithTerm<TTerm>(ref Unsafe.Add(ref feature, width), other, ref own, sum1);
            sum2 = WithTerm<TTerm>(ref Unsafe.Add(ref feature, 2 * width), other, ref own, sum2);
            sum3 = WithTerm<TTerm>(ref Unsafe.Add(ref feature, 3 * width), other, ref own, sum3);
            sum4 = WithTerm<TTerm>(ref Unsafe.Add(ref feature, 4 * width), other, ref own, sum4);
            sum5 = WithTerm<TTerm>(ref Unsafe.Add(ref feature, 5 * width), other, ref own, sum5);
            sum6 = WithTerm<TTerm>(ref Unsafe.Add(ref feature, 6 * width), other, ref own, sum6);
            sum7 = WithTerm<TTerm>(ref Unsafe.Add(ref feature, 7 * width), other, ref own, sum7);
        }

        TLanes.Store(sum0, ref target);
        TLanes.Store(sum1, ref Unsafe.Add(ref target, PanelRowCount));
        TLanes.Store(sum2, ref Unsafe.Add(ref target, 2 * PanelRowCount));
        TLanes.Store(sum3, ref Unsafe.Add(ref target, 3 * PanelRowCount));
        TLanes.Store(sum4, ref Unsafe.Add(ref target, 4 * PanelRowCount));
        TLanes.Store(sum5, ref Unsafe.Add(ref target, 5 * PanelRowCount));
        TLanes.Store(sum6, ref Unsafe.Add(ref target, 6 * PanelRowCount));
        TLanes.Store(sum7, ref Unsafe.Add(ref target, 7 * PanelRowCount));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector WithTerm<TTerm>(ref float feature, TVector other, ref float weight, TVector sum)
        where TTerm : struct, ITerm => TTerm.Add(TLanes.Subtract(TLanes.Broadcast(feature), other), ref weight, sum);

    private readonly struct Square : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add(TVector difference, ref float weight, TVector sum) =>
            TLanes.FusedMultiplyAdd(difference, difference, sum);
    }

    private readonly struct Absolute : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add(TVector difference, ref float weight, TVector sum) => TLanes.Add(sum, TLanes.Abs(difference));
    }

    private readonly struct WeightedAbsolute : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add(TVector difference, ref float weight, TVector sum) =>
            TLanes.Add(sum, TLanes.Multiply(TLanes.Broadcast(weight), TLanes.Abs(difference)));
    }
}
