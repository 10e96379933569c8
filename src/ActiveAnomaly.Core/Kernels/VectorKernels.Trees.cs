using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Kernels;

// The first levels of a tree. Idea: a level has few splits there, so each is compared with a vector of rows, and what was found above
// selects. That takes 15 comparisons for all of a vector's rows, where one row after the other takes four loads of splits and four of
// features each.
internal sealed partial class VectorKernels<TLanes, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DescendTopCore(
        ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> columns, int stride, Span<int> places)
    {
        ref var split = ref MemoryMarshal.GetReference(splits);
        ref var rows = ref MemoryMarshal.GetReference(columns);
        ref var target = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<int, float>(places));
        for (nint i = 0; i < places.Length; i += TLanes.Count)
        {
            ref var x = ref Unsafe.Add(ref rows, i);
            var first = IsRight(ref split, 0, ref x, stride);
            var second = AnyOfTwo(ref split, 1, ref x, stride, first);
            var third = TLanes.Select(
                first, AnyOfTwo(ref split, 5, ref x, stride, second), AnyOfTwo(ref split, 3, ref x, stride, second));
            var fourth = TLanes.Select(
                first,
                TLanes.Select(second, AnyOfTwo(ref split, 13, ref x, stride, third), AnyOfTwo(ref split, 11, ref x, stride, third)),
                TLanes.Select(second, AnyOfTwo(ref split, 9, ref x, stride, third), AnyOfTwo(ref split, 7, ref x, stride, third)));

            // The four decisions are the digits of the node's place.
            var place = TLanes.Or(
                TLanes.Or(TLanes.And(first, Bits(8)), TLanes.And(second, Bits(4))),
                TLanes.Or(TLanes.And(third, Bits(2)), TLanes.And(fourth, Bits(1))));
            TLanes.Store(place, ref Unsafe.Add(ref target, i));
        }
    }

    /// <summary>The decision at the first of two neighbouring splits, or at the second where the one above them went right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AnyOfTwo(ref IsolationSplit splits, int first, ref float rows, nint stride, TVector isSecond) =>
        TLanes.Select(isSecond, IsRight(ref splits, first + 1, ref rows, stride), IsRight(ref splits, first, ref rows, stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector IsRight(ref IsolationSplit splits, int node, ref float rows, nint stride)
    {
        ref var split = ref Unsafe.Add(ref splits, node);
        return TLanes.GreaterThan(TLanes.Load(ref Unsafe.Add(ref rows, split.Feature * stride)), TLanes.Broadcast(split.Threshold));
    }

    /// <summary>An integer's bits in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Bits(int value) => TLanes.Broadcast(BitConverter.Int32BitsToSingle(value));
}
