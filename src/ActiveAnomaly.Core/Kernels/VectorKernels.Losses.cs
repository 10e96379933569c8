using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ActiveAnomaly.Kernels;

// What losses are made of: distances from a centre, squared errors and sums over pairs of scores.
internal sealed partial class VectorKernels<TLanes, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SquaredDistancesCore(ReadOnlySpan<float> z, int stride, ReadOnlySpan<float> center, Span<float> distances)
    {
        if (TLanes.Count > DistanceSumCount)
        {
            Narrower.SquaredDistances(z, stride, distances.Length, center, distances);
            return;
        }

        if (center.Length % DistanceSumCount != 0)
        {
            SquaredDistancesOfOddWidth(z, stride, center, distances);
            return;
        }

        ref var middle = ref MemoryMarshal.GetReference(center);
        for (var row = 0; row < distances.Length; row++)
        {
            ref var code = ref Unsafe.Add(ref MemoryMarshal.GetReference(z), (nint)row * stride);
            var (low, high) = (TLanes.Zero, TLanes.Zero);
            for (var k = 0; k < center.Length; k += DistanceSumCount)
            {
                AddSquares(ref Unsafe.Add(ref code, k), ref Unsafe.Add(ref middle, k), ref low, ref high);
            }

            distances[row] = SumOfSquares(low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DistanceGradientCore(
        ReadOnlySpan<float> z, int stride, ReadOnlySpan<float> center, ReadOnlySpan<float> slopes, Span<float> gradient)
    {
        var column = 0;
        for (; column + TLanes.Count <= center.Length; column += TLanes.Count)
        {
            var middle = TLanes.Load(in center[column]);
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(z), column);
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(gradient), column);
            nint at = 0;
            for (var row = 0; row < slopes.Length; row++, at += stride)
            {
                var difference = TLanes.Subtract(TLanes.Load(ref Unsafe.Add(ref from, at)), middle);
                TLanes.Store(TLanes.Multiply(TLanes.Broadcast(2f * slopes[row]), difference), ref Unsafe.Add(ref to, at));
            }
        }

        if (column < center.Length)
        {
            Narrower.DistanceGradient(z[column..], stride, center[column..], slopes, gradient[column..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SquaredErrorRow(
        ReadOnlySpan<float> y, ReadOnlySpan<float> target, Span<float> gradient, float scale, Span<float> partial)
    {
        var doubled = 2f * scale;
        var doubles = TLanes.Broadcast(doubled);
        var i = 0;
        for (; i + PartialSumCount <= y.Length; i += PartialSumCount)
        {
            for (var lane = 0; lane < PartialSumCount; lane += TLanes.Count)
            {
                var difference = TLanes.Subtract(TLanes.Load(in y[i + lane]), TLanes.Load(in target[i + lane]));
                TLanes.Store(TLanes.FusedMultiplyAdd(difference, difference, TLanes.Load(ref partial[lane])), ref partial[lane]);
                TLanes.Store(TLanes.Multiply(difference, doubles), ref gradient[i + lane]);
            }
        }

        for (var lane = 0; i < y.Length; i++, lane++)
        {
            var difference = y[i] - target[i];
            partial[lane] = MathF.FusedMultiplyAdd(difference, difference, partial[lane]);
            gradient[i] = difference * doubled;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void PairSumsFourRows(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> ySums, Span<float> partial)
    {
        var (x0, x1, x2, x3) = (TLanes.Broadcast(x[0]), TLanes.Broadcast(x[1]), TLanes.Broadcast(x[2]), TLanes.Broadcast(x[3]));
        var one = TLanes.Broadcast(1f);
        ref var source = ref MemoryMarshal.GetReference(y);
        ref var target = ref MemoryMarshal.GetReference(ySums);
        var whole = y.Length - (y.Length % PartialSumCount);
        for (var lane = 0; lane < PartialSumCount; lane += TLanes.Count)
        {
            // One chain of partial sums a lane, kept in registers along all of y.
            var (sum0, sum1, sum2, sum3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            for (var j = lane; j < whole; j += PartialSumCount)
            {
                var value = TLanes.Load(ref Unsafe.Add(ref source, j));
                var (d0, d1, d2, d3) = (TLanes.Add(x0, value), TLanes.Add(x1, value), TLanes.Add(x2, value), TLanes.Add(x3, value));
                var low = TLanes.Multiply(d0, d1);
                var high = TLanes.Multiply(d2, d3);
                var inverse = TLanes.Divide(one, TLanes.Multiply(low, high));
                var inverseLow = TLanes.Multiply(inverse, high);
                var inverseHigh = TLanes.Multiply(inverse, low);
                var r0 = TLanes.Multiply(inverseLow, d1);
                var r1 = TLanes.Multiply(inverseLow, d0);
                var r2 = TLanes.Multiply(inverseHigh, d3);
                var r3 = TLanes.Multiply(inverseHigh, d2);
                sum0 = TLanes.Add(sum0, r0);
                sum1 = TLanes.Add(sum1, r1);
                sum2 = TLanes.Add(sum2, r2);
                sum3 = TLanes.Add(sum3, r3);
                var total = TLanes.FusedMultiplyAdd(x0, r0, TLanes.Load(ref Unsafe.Add(ref target, j)));
                total = TLanes.FusedMultiplyAdd(x1, r1, total);
                total = TLanes.FusedMultiplyAdd(x2, r2, total);
                TLanes.Store(TLanes.FusedMultiplyAdd(x3, r3, total), ref Unsafe.Add(ref target, j));
            }

            TLanes.Store(sum0, ref partial[lane]);
            TLanes.Store(sum1, ref partial[PartialSumCount + lane]);
            TLanes.Store(sum2, ref partial[(2 * PartialSumCount) + lane]);
            TLanes.Store(sum3, ref partial[(3 * PartialSumCount) + lane]);
        }

        for (var j = whole; j < y.Length; j++)
        {
            ScalarKernels.PairSumsFourRowsElement(x, y[j], ref ySums[j], partial, j - whole);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void PairSumsRow(float x, ReadOnlySpan<float> y, Span<float> ySums, Span<float> partial)
    {
        var one = TLanes.Broadcast(1f);
        var xs = TLanes.Broadcast(x);
        var j = 0;
        for (; j + PartialSumCount <= y.Length; j += PartialSumCount)
        {
            for (var lane = 0; lane < PartialSumCount; lane += TLanes.Count)
            {
                var inverse = TLanes.Divide(one, TLanes.Add(xs, TLanes.Load(in y[j + lane])));
                TLanes.Store(TLanes.Add(TLanes.Load(ref partial[lane]), inverse), ref partial[lane]);
                TLanes.Store(TLanes.FusedMultiplyAdd(xs, inverse, TLanes.Load(ref ySums[j + lane])), ref ySums[j + lane]);
            }
        }

        for (var lane = 0; j < y.Length; j++, lane++)
        {
            var inverse = 1f / (x + y[j]);
            partial[lane] += inverse;
            ySums[j] = MathF.FusedMultiplyAdd(x, inverse, ySums[j]);
        }
    }

    /// <summary>Columns beyond the last whole vectors are padded with zeros on both sides, which add nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SquaredDistancesOfOddWidth(ReadOnlySpan<float> z, int stride, ReadOnlySpan<float> center, Span<float> distances)
    {
        Span<float> lastCenter = stackalloc float[DistanceSumCount];
        Span<float> lastCode = stackalloc float[DistanceSumCount];
        lastCode.Clear();
        lastCenter.Clear();
        var whole = center.Length - (center.Length % DistanceSumCount);
        center[whole..].CopyTo(lastCenter);
        ref var middle = ref MemoryMarshal.GetReference(center);
        for (var row = 0; row < distances.Length; row++)
        {
            var code = z.Slice(row * stride, center.Length);
            var (low, high) = (TLanes.Zero, TLanes.Zero);
            for (var k = 0; k < whole; k += DistanceSumCount)
            {
                AddSquares(ref Unsafe.Add(ref MemoryMarshal.GetReference(code), k), ref Unsafe.Add(ref middle, k), ref low, ref high);
            }

            code[whole..].CopyTo(lastCode);
            AddSquares(ref lastCode[0], ref lastCenter[0], ref low, ref high);
            distances[row] = SumOfSquares(low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfSquares(TVector low, TVector high)
    {
        var four = TLanes.Fold(TLanes.Count == DistanceSumCount ? low : TLanes.Add(low, high));
        four += Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return four[0] + four[1];
    }

    /// <summary>
    /// Adds the squares of <see cref="KernelSet.DistanceSumCount"/> differences to their sums; one vector of 8 lanes, or two
    /// of 4.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSquares(ref float code, ref float center, ref TVector low, ref TVector high)
    {
        var difference = TLanes.Subtract(TLanes.Load(ref code), TLanes.Load(ref center));
        low = TLanes.FusedMultiplyAdd(difference, difference, low);
        if (TLanes.Count < DistanceSumCount)
        {
            difference = TLanes.Subtract(
                TLanes.Load(ref Unsafe.Add(ref code, TLanes.Count)), TLanes.Load(ref Unsafe.Add(ref center, TLanes.Count)));
            high = TLanes.FusedMultiplyAdd(difference, difference, high);
        }
    }
}
