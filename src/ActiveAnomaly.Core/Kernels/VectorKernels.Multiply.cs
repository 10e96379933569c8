using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Kernels;

// The matrix product. Idea: a block of C stays in registers while the depth runs; per depth step one row of B is loaded
// (one or two vectors) and every element of A is broadcast against it. Lanes are neighbouring columns of C, so each
// element of C is one chain of fused multiply-adds in depth order, whatever the block, the width or the row count: this
// is what gives every row the same bits in any batch. 8 rows x 2 vectors keep 16 accumulators, 2 vectors of B and one of
// A in the 32 registers that 512-bit machines have; narrower widths use 4 rows x 2. A is read through two strides, which
// serves X W (rows contiguous in depth) and X' dY (depth contiguous in rows) alike.
internal sealed partial class VectorKernels<TLanes, TVector>
{
    private const int ShortDepth = 64;

    protected override void MultiplyCore(
        ReadOnlySpan<float> a, int aRowStride, int aDepthStride, ReadOnlySpan<float> b, int bStride, Span<float> c, int cStride,
        int rows, int depth, int columns, bool accumulate)
    {
        ref var aStart = ref MemoryMarshal.GetReference(a);
        ref var bStart = ref MemoryMarshal.GetReference(b);
        ref var cStart = ref MemoryMarshal.GetReference(c);
        var column = 0;
        if (IsLarge(aRowStride == 1, rows, depth, columns))
        {
            column = columns - (columns % PanelWidth);
            MultiplyBlocks(ref aStart, aRowStride, aDepthStride, ref bStart, bStride, ref cStart, cStride, rows, depth, column, accumulate);
        }
        else if (TLanes.Count <= 8 && aRowStride == 1 && depth > ShortDepth)
        {
            // A transposed A is read across its rows, once for every four rows of C: a piece of the depth at a time stays in the cache
            // meanwhile. With 512 bits, eight rows of C at once, that gains nothing.
            for (var k = 0; k < depth; k += ShortDepth)
            {
                MultiplyCore(
                    a[(k * aDepthStride)..], aRowStride, aDepthStride, b[(k * bStride)..], bStride, c, cStride,
                    rows, Math.Min(ShortDepth, depth - k), columns, accumulate || k > 0);
            }

            return;
        }

        // A single row has no other rows whose chains could overlap with its own: it takes four vectors of columns at once.
        for (; rows == 1 && column + (4 * TLanes.Count) <= columns; column += 4 * TLanes.Count)
        {
            Block1x4(
                ref aStart, aDepthStride, ref Unsafe.Add(ref bStart, column), bStride,
                ref Unsafe.Add(ref cStart, column), depth, accumulate);
        }

        for (; column + PanelWidth <= columns; column += PanelWidth)
        {
            TwoVectors(
                ref aStart, aRowStride, aDepthStride, ref Unsafe.Add(ref bStart, column), bStride,
                ref Unsafe.Add(ref cStart, column), cStride,
                rows, depth, accumulate);
        }

        if (column + TLanes.Count <= columns)
        {
            OneVector(
                ref aStart, aRowStride, aDepthStride, ref Unsafe.Add(ref bStart, column), bStride,
                ref Unsafe.Add(ref cStart, column), cStride,
                rows, depth, accumulate);
            column += TLanes.Count;
        }

        if (column < columns)
        {
            Narrower.Multiply(
                a, aRowStride, aDepthStride, depth == 0 ? b : b[column..], bStride, c[column..], cStride,
                rows, depth, columns - column, accumulate);
        }
    }

    private static void TwoVectors(
        ref float a, nint aRow, nint aDepth, ref float b, nint bStride, ref float c, nint cStride, int rows, int depth, bool accumulate)
    {
        var row = 0;
        if (TLanes.Count > 8)
        {
            for (; row + 8 <= rows; row += 8)
            {
                Block8x2(
                    ref Unsafe.Add(ref a, row * aRow), aRow, aDepth, ref b, bStride,
                    ref Unsafe.Add(ref c, row * cStride), cStride, depth, accumulate);
            }
        }

        for (; row + 4 <= rows; row += 4)
        {
            Block4x2(
                ref Unsafe.Add(ref a, row * aRow), aRow, aDepth, ref b, bStride,
                ref Unsafe.Add(ref c, row * cStride), cStride, depth, accumulate);
        }

        for (; row < rows; row++)
        {
            Block1x2(ref Unsafe.Add(ref a, row * aRow), aDepth, ref b, bStride, ref Unsafe.Add(ref c, row * cStride), depth, accumulate);
        }
    }

    private static void OneVector(
        ref float a, nint aRow, nint aDepth, ref float b, nint bStride, ref float c, nint cStride, int rows, int depth, bool accumulate)
    {
        var row = 0;
        for (; row + 8 <= rows; row += 8)
        {
            Block8x1(
                ref Unsafe.Add(ref a, row * aRow), aRow, aDepth, ref b, bStride,
                ref Unsafe.Add(ref c, row * cStride), cStride, depth, accumulate);
        }

        for (; row + 4 <= rows; row += 4)
        {
            Block4x1(
                ref Unsafe.Add(ref a, row * aRow), aRow, aDepth, ref b, bStride,
                ref Unsafe.Add(ref c, row * cStride), cStride, depth, accumulate);
        }

        for (; row < rows; row++)
        {
            Block1x1(ref Unsafe.Add(ref a, row * aRow), aDepth, ref b, bStride, ref Unsafe.Add(ref c, row * cStride), depth, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block8x2(
        ref float a, nint aRow, nint aDepth, ref float b, nint bStride, ref float c, nint cStride, int depth, bool accumulate)
    {
        ref var aHigh = ref Unsafe.Add(ref a, aRow * 4);
        ref var cHigh = ref Unsafe.Add(ref c, cStride * 4);
        var c00 = TLanes.Zero; var c01 = TLanes.Zero;
        var c10 = TLanes.Zero; var c11 = TLanes.Zero;
        var c20 = TLanes.Zero; var c21 = TLanes.Zero;
        var c30 = TLanes.Zero; var c31 = TLanes.Zero;
        var c40 = TLanes.Zero; var c41 = TLanes.Zero;
        var c50 = TLanes.Zero; var c51 = TLanes.Zero;
        var c60 = TLanes.Zero; var c61 = TLanes.Zero;
        var c70 = TLanes.Zero; var c71 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(ref c);
            c01 = TLanes.Load(ref Unsafe.Add(ref c, TLanes.Count));
            c10 = TLanes.Load(ref Unsafe.Add(ref c, cStride));
            c11 = TLanes.Load(ref Unsafe.Add(ref Unsafe.Add(ref c, cStride), TLanes.Count));
            c20 = TLanes.Load(ref Unsafe.Add(ref c, cStride * 2));
            c21 = TLanes.Load(ref Unsafe.Add(ref Unsafe.Add(ref c, cStride * 2), TLanes.Count));
            c30 = TLanes.Load(ref Unsafe.Add(ref c, cStride * 3));
            c31 = TLanes.Load(ref Unsafe.Add(ref Unsafe.Add(ref c, cStride * 3), TLanes.Count));
            c40 = TLanes.Load(ref cHigh);
            c41 = TLanes.Load(ref Unsafe.Add(ref cHigh, TLanes.Count));
            c50 = TLanes.Load(ref Unsafe.Add(ref cHigh, cStride));
            c51 = TLanes.Load(ref Unsafe.Add(ref Unsafe.Add(ref cHigh, cStride), TLanes.Count));
            c60 = TLanes.Load(ref Unsafe.Add(ref cHigh, cStride * 2));
            c61 = TLanes.Load(ref Unsafe.Add(ref Unsafe.Add(ref cHigh, cStride * 2), TLanes.Count));
            c70 = TLanes.Load(ref Unsafe.Add(ref cHigh, cStride * 3));
            c71 = TLanes.Load(ref Unsafe.Add(ref Unsafe.Add(ref cHigh, cStride * 3), TLanes.Count));
        }

        for (var k = 0; k < depth; k++)
        {
            var b0 = TLanes.Load(ref b);
            var b1 = TLanes.Load(ref Unsafe.Add(ref b, TLanes.Count));
            var a0 = TLanes.Broadcast(a);
            c00 = TLanes.FusedMultiplyAdd(a0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(a0, b1, c01);
            var a1 = TLanes.Broadcast(Unsafe.Add(ref a, aRow));
            c10 = TLanes.FusedMultiplyAdd(a1, b0, c10);
            c11 = TLanes.FusedMultiplyAdd(a1, b1, c11);
            var a2 = TLanes.Broadcast(Unsafe.Add(ref a, aRow * 2));
            c20 = TLanes.FusedMultiplyAdd(a2, b0, c20);
            c21 = TLanes.FusedMultiplyAdd(a2, b1, c21);
            var a3 = TLanes.Broadcast(Unsafe.Add(ref a, aRow * 3));
            c30 = TLanes.FusedMultiplyAdd(a3, b0, c30);
            c31 = TLanes.FusedMultiplyAdd(a3, b1, c31);
            var a4 = TLanes.Broadcast(aHigh);
            c40 = TLanes.FusedMultiplyAdd(a4, b0, c40);
            c41 = TLanes.FusedMultiplyAdd(a4, b1, c41);
            var a5 = TLanes.Broadcast(Unsafe.Add(ref aHigh, aRow));
            c50 = TLanes.FusedMultiplyAdd(a5, b0, c50);
            c51 = TLanes.FusedMultiplyAdd(a5, b1, c51);
            var a6 = TLanes.Broadcast(Unsafe.Add(ref aHigh, aRow * 2));
            c60 = TLanes.FusedMultiplyAdd(a6, b0, c60);
            c61 = TLanes.FusedMultiplyAdd(a6, b1, c61);
            var a7 = TLanes.Broadcast(Unsafe.Add(ref aHigh, aRow * 3));
            c70 = TLanes.FusedMultiplyAdd(a7, b0, c70);
            c71 = TLanes.FusedMultiplyAdd(a7, b1, c71);
            a = ref Unsafe.Add(ref a, aDepth);
            aHigh = ref Unsafe.Add(ref aHigh, aDepth);
            b = ref Unsafe.Add(ref b, bStride);
        }

        TLanes.Store(c00, ref c);
        TLanes.Store(c01, ref Unsafe.Add(ref c, TLanes.Count));
        TLanes.Store(c10, ref Unsafe.Add(ref c, cStride));
        TLanes.Store(c11, ref Unsafe.Add(ref Unsafe.Add(ref c, cStride), TLanes.Count));
        TLanes.Store(c20, ref Unsafe.Add(ref c, cStride * 2));
        TLanes.Store(c21, ref Unsafe.Add(ref Unsafe.Add(ref c, cStride * 2), TLanes.Count));
        TLanes.Store(c30, ref Unsafe.Add(ref c, cStride * 3));
        TLanes.Store(c31, ref Unsafe.Add(ref Unsafe.Add(ref c, cStride * 3), TLanes.Count));
        TLanes.Store(c40, ref cHigh);
        TLanes.Store(c41, ref Unsafe.Add(ref cHigh, TLanes.Count));
        TLanes.Store(c50, ref Unsafe.Add(ref cHigh, cStride));
        TLanes.Store(c51, ref Unsafe.Add(ref Unsafe.Add(ref cHigh, cStride), TLanes.Count));
        TLanes.Store(c60, ref Unsafe.Add(ref cHigh, cStride * 2));
        TLanes.Store(c61, ref Unsafe.Add(ref Unsafe.Add(ref cHigh, cStride * 2), TLanes.Count));
        TLanes.Store(c70, ref Unsafe.Add(ref cHigh, cStride * 3));
        TLanes.Store(c71, ref Unsafe.Add(ref Unsafe.Add(ref cHigh, cStride * 3), TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block8x1(
        ref float a, nint aRow, nint aDepth, ref float b, nint bStride, ref float c, nint cStride, int depth, bool accumulate)
    {
        ref var aHigh = ref Unsafe.Add(ref a, aRow * 4);
        ref var cHigh = ref Unsafe.Add(ref c, cStride * 4);
        var c00 = TLanes.Zero;
        var c10 = TLanes.Zero;
        var c20 = TLanes.Zero;
        var c30 = TLanes.Zero;
        var c40 = TLanes.Zero;
        var c50 = TLanes.Zero;
        var c60 = TLanes.Zero;
        var c70 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(ref c);
            c10 = TLanes.Load(ref Unsafe.Add(ref c, cStride));
            c20 = TLanes.Load(ref Unsafe.Add(ref c, cStride * 2));
            c30 = TLanes.Load(ref Unsafe.Add(ref c, cStride * 3));
            c40 = TLanes.Load(ref cHigh);
            c50 = TLanes.Load(ref Unsafe.Add(ref cHigh, cStride));
            c60 = TLanes.Load(ref Unsafe.Add(ref cHigh, cStride * 2));
            c70 = TLanes.Load(ref Unsafe.Add(ref cHigh, cStride * 3));
        }

        for (var k = 0; k < depth; k++)
        {
            var b0 = TLanes.Load(ref b);
            c00 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(a), b0, c00);
            c10 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, aRow)), b0, c10);
            c20 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, aRow * 2)), b0, c20);
            c30 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, aRow * 3)), b0, c30);
            c40 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(aHigh), b0, c40);
            c50 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref aHigh, aRow)), b0, c50);
            c60 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref aHigh, aRow * 2)), b0, c60);
            c70 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref aHigh, aRow * 3)), b0, c70);
            a = ref Unsafe.Add(ref a, aDepth);
            aHigh = ref Unsafe.Add(ref aHigh, aDepth);
            b = ref Unsafe.Add(ref b, bStride);
        }

        TLanes.Store(c00, ref c);
        TLanes.Store(c10, ref Unsafe.Add(ref c, cStride));
        TLanes.Store(c20, ref Unsafe.Add(ref c, cStride * 2));
        TLanes.Store(c30, ref Unsafe.Add(ref c, cStride * 3));
        TLanes.Store(c40, ref cHigh);
        TLanes.Store(c50, ref Unsafe.Add(ref cHigh, cStride));
        TLanes.Store(c60, ref Unsafe.Add(ref cHigh, cStride * 2));
        TLanes.Store(c70, ref Unsafe.Add(ref cHigh, cStride * 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block4x2(
        ref float a, nint aRow, nint aDepth, ref float b, nint bStride, ref float c, nint cStride, int depth, bool accumulate)
    {
        var c00 = TLanes.Zero; var c01 = TLanes.Zero;
        var c10 = TLanes.Zero; var c11 = TLanes.Zero;
        var c20 = TLanes.Zero; var c21 = TLanes.Zero;
        var c30 = TLanes.Zero; var c31 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(ref c);
            c01 = TLanes.Load(ref Unsafe.Add(ref c, TLanes.Count));
            c10 = TLanes.Load(ref Unsafe.Add(ref c, cStride));
            c11 = TLanes.Load(ref Unsafe.Add(ref Unsafe.Add(ref c, cStride), TLanes.Count));
            c20 = TLanes.Load(ref Unsafe.Add(ref c, cStride * 2));
            c21 = TLanes.Load(ref Unsafe.Add(ref Unsafe.Add(ref c, cStride * 2), TLanes.Count));
            c30 = TLanes.Load(ref Unsafe.Add(ref c, cStride * 3));
            c31 = TLanes.Load(ref Unsafe.Add(ref Unsafe.Add(ref c, cStride * 3), TLanes.Count));
        }

        for (var k = 0; k < depth; k++)
        {
            var b0 = TLanes.Load(ref b);
            var b1 = TLanes.Load(ref Unsafe.Add(ref b, TLanes.Count));
            var a0 = TLanes.Broadcast(a);
            c00 = TLanes.FusedMultiplyAdd(a0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(a0, b1, c01);
            var a1 = TLanes.Broadcast(Unsafe.Add(ref a, aRow));
            c10 = TLanes.FusedMultiplyAdd(a1, b0, c10);
            c11 = TLanes.FusedMultiplyAdd(a1, b1, c11);
            var a2 = TLanes.Broadcast(Unsafe.Add(ref a, aRow * 2));
            c20 = TLanes.FusedMultiplyAdd(a2, b0, c20);
            c21 = TLanes.FusedMultiplyAdd(a2, b1, c21);
            var a3 = TLanes.Broadcast(Unsafe.Add(ref a, aRow * 3));
            c30 = TLanes.FusedMultiplyAdd(a3, b0, c30);
            c31 = TLanes.FusedMultiplyAdd(a3, b1, c31);
            a = ref Unsafe.Add(ref a, aDepth);
            b = ref Unsafe.Add(ref b, bStride);
        }

        TLanes.Store(c00, ref c);
        TLanes.Store(c01, ref Unsafe.Add(ref c, TLanes.Count));
        TLanes.Store(c10, ref Unsafe.Add(ref c, cStride));
        TLanes.Store(c11, ref Unsafe.Add(ref Unsafe.Add(ref c, cStride), TLanes.Count));
        TLanes.Store(c20, ref Unsafe.Add(ref c, cStride * 2));
        TLanes.Store(c21, ref Unsafe.Add(ref Unsafe.Add(ref c, cStride * 2), TLanes.Count));
        TLanes.Store(c30, ref Unsafe.Add(ref c, cStride * 3));
        TLanes.Store(c31, ref Unsafe.Add(ref Unsafe.Add(ref c, cStride * 3), TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block4x1(
        ref float a, nint aRow, nint aDepth, ref float b, nint bStride, ref float c, nint cStride, int depth, bool accumulate)
    {
        var c00 = TLanes.Zero;
        var c10 = TLanes.Zero;
        var c20 = TLanes.Zero;
        var c30 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(ref c);
            c10 = TLanes.Load(ref Unsafe.Add(ref c, cStride));
            c20 = TLanes.Load(ref Unsafe.Add(ref c, cStride * 2));
            c30 = TLanes.Load(ref Unsafe.Add(ref c, cStride * 3));
        }

        for (var k = 0; k < depth; k++)
        {
            var b0 = TLanes.Load(ref b);
            c00 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(a), b0, c00);
            c10 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, aRow)), b0, c10);
            c20 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, aRow * 2)), b0, c20);
            c30 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, aRow * 3)), b0, c30);
            a = ref Unsafe.Add(ref a, aDepth);
            b = ref Unsafe.Add(ref b, bStride);
        }

        TLanes.Store(c00, ref c);
        TLanes.Store(c10, ref Unsafe.Add(ref c, cStride));
        TLanes.Store(c20, ref Unsafe.Add(ref c, cStride * 2));
        TLanes.Store(c30, ref Unsafe.Add(ref c, cStride * 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block1x4(ref float a, nint aDepth, ref float b, nint bStride, ref float c, int depth, bool accumulate)
    {
        var c00 = TLanes.Zero; var c01 = TLanes.Zero; var c02 = TLanes.Zero; var c03 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(ref c);
            c01 = TLanes.Load(ref Unsafe.Add(ref c, TLanes.Count));
            c02 = TLanes.Load(ref Unsafe.Add(ref c, 2 * TLanes.Count));
            c03 = TLanes.Load(ref Unsafe.Add(ref c, 3 * TLanes.Count));
        }

        for (var k = 0; k < depth; k++)
        {
            var a0 = TLanes.Broadcast(a);
            c00 = TLanes.FusedMultiplyAdd(a0, TLanes.Load(ref b), c00);
            c01 = TLanes.FusedMultiplyAdd(a0, TLanes.Load(ref Unsafe.Add(ref b, TLanes.Count)), c01);
            c02 = TLanes.FusedMultiplyAdd(a0, TLanes.Load(ref Unsafe.Add(ref b, 2 * TLanes.Count)), c02);
            c03 = TLanes.FusedMultiplyAdd(a0, TLanes.Load(ref Unsafe.Add(ref b, 3 * TLanes.Count)), c03);
            a = ref Unsafe.Add(ref a, aDepth);
            b = ref Unsafe.Add(ref b, bStride);
        }

        TLanes.Store(c00, ref c);
        TLanes.Store(c01, ref Unsafe.Add(ref c, TLanes.Count));
        TLanes.Store(c02, ref Unsafe.Add(ref c, 2 * TLanes.Count));
        TLanes.Store(c03, ref Unsafe.Add(ref c, 3 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block1x2(ref float a, nint aDepth, ref float b, nint bStride, ref float c, int depth, bool accumulate)
    {
        var c00 = TLanes.Zero; var c01 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(ref c);
            c01 = TLanes.Load(ref Unsafe.Add(ref c, TLanes.Count));
        }

        for (var k = 0; k < depth; k++)
        {
            var b0 = TLanes.Load(ref b);
            var b1 = TLanes.Load(ref Unsafe.Add(ref b, TLanes.Count));
            var a0 = TLanes.Broadcast(a);
            c00 = TLanes.FusedMultiplyAdd(a0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(a0, b1, c01);
            a = ref Unsafe.Add(ref a, aDepth);
            b = ref Unsafe.Add(ref b, bStride);
        }

        TLanes.Store(c00, ref c);
        TLanes.Store(c01, ref Unsafe.Add(ref c, TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block1x1(ref float a, nint aDepth, ref float b, nint bStride, ref float c, int depth, bool accumulate)
    {
        var c00 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(ref c);
        }

        for (var k = 0; k < depth; k++)
        {
            var b0 = TLanes.Load(ref b);
            c00 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(a), b0, c00);
            a = ref Unsafe.Add(ref a, aDepth);
            b = ref Unsafe.Add(ref b, bStride);
        }

        TLanes.Store(c00, ref c);
    }
}
