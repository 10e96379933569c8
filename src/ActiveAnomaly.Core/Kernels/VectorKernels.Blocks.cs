using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Kernels;

// Products whose operands outgrow the cache run block by block (Goto and van de Geijn, ACM TOMS 34(3), 2008): a panel of B,
// BlockDepth deep and two vectors wide, is packed without gaps and stays in the first-level cache while BlockRows rows of A pass
// by; a transposed A is packed too, in the order in which the register blocks read it. Between blocks of the depth the sums
// wait in C, so every element of C remains one chain of fused multiply-adds in depth order: the same bits as without blocks.
internal sealed partial class VectorKernels<TLanes, TVector>
{
    private const int BlockDepth = 192;
    private const int BlockRows = 512;

    /// <summary>Below this many columns, packing A costs more than it gains.</summary>
    private const int LargeColumns = 128;

    /// <summary>A and B together have to have this many elements (4 MiB) for blocks to pay.</summary>
    private const long LargeOperands = 1 << 20;

    /// <summary>The same where A is transposed, and so read across its rows.</summary>
    private const long LargeTransposedOperands = 1 << 19;

    /// <summary>The blocks of this thread; allocated at its first large product.</summary>
    [ThreadStatic]
    private static AlignedBuffer t_blocks;

    private static int PanelWidth => 2 * TLanes.Count;

    private static int PanelHeight => TLanes.Count > 8 ? 8 : 4;

    /// <summary>Tells whether a product runs block by block.</summary>
    internal static bool IsLarge(bool isTransposed, int rows, int depth, int columns) =>
        columns >= LargeColumns
            && rows >= PanelHeight
            && depth * ((long)rows + columns) >= (isTransposed ? LargeTransposedOperands : LargeOperands);

    private static void MultiplyBlocks(
        ref float a, nint aRow, nint aDepth, ref float b, nint bStride, ref float c, nint cStride,
        int rows, int depth, int columns, bool accumulate)
    {
        if (t_blocks.Length == 0)
        {
            t_blocks = new AlignedBuffer(BlockDepth * (PanelWidth + BlockRows));
        }

        ref var panel = ref MemoryMarshal.GetReference(t_blocks.Span);
        ref var packed = ref Unsafe.Add(ref panel, BlockDepth * PanelWidth);
        var packs = aRow == 1;
        for (nint row = 0; row < rows; row += BlockRows)
        {
            var rowCount = Math.Min(BlockRows, rows - (int)row);
            var packedCount = packs ? rowCount - (rowCount % PanelHeight) : 0;
            for (nint k = 0; k < depth; k += BlockDepth)
            {
                var depthCount = Math.Min(BlockDepth, depth - (int)k);
                ref var aBlock = ref Unsafe.Add(ref a, (row * aRow) + (k * aDepth));
                PackRows(ref aBlock, aDepth, ref packed, packedCount, depthCount);
                for (nint column = 0; column < columns; column += PanelWidth)
                {
                    PackColumns(ref Unsafe.Add(ref b, (k * bStride) + column), bStride, ref panel, depthCount);
                    ref var cBlock = ref Unsafe.Add(ref c, (row * cStride) + column);
                    var adds = accumulate || k > 0;
                    for (nint i = 0; i < packedCount; i += PanelHeight)
                    {
                        // A packed panel is as high as one register block, so this runs exactly one.
                        TwoVectors(
                            ref Unsafe.Add(ref packed, i * depthCount), 1, PanelHeight, ref panel, PanelWidth,
                            ref Unsafe.Add(ref cBlock, i * cStride), cStride,
                            PanelHeight, depthCount, adds);
                    }

                    TwoVectors(
                        ref Unsafe.Add(ref aBlock, packedCount * aRow), aRow, aDepth, ref panel, PanelWidth,
                        ref Unsafe.Add(ref cBlock, packedCount * cStride), cStride, rowCount - packedCount, depthCount, adds);
                }
            }
        }
    }

    /// <summary>panel [depth x two vectors] = the first columns of b [depth x ...].</summary>
    private static void PackColumns(ref float b, nint bStride, ref float panel, int depth)
    {
        for (var k = 0; k < depth; k++)
        {
            TLanes.Store(TLanes.Load(ref b), ref panel);
            TLanes.Store(TLanes.Load(ref Unsafe.Add(ref b, TLanes.Count)), ref Unsafe.Add(ref panel, TLanes.Count));
            b = ref Unsafe.Add(ref b, bStride);
            panel = ref Unsafe.Add(ref panel, PanelWidth);
        }
    }

    /// <summary>packed = panels [depth x PanelHeight], one after the other, of rows that lie side by side at each depth.</summary>
    private static void PackRows(ref float a, nint aDepth, ref float packed, int rows, int depth)
    {
        for (var k = 0; k < depth; k++)
        {
            ref var from = ref Unsafe.Add(ref a, k * aDepth);
            ref var to = ref Unsafe.Add(ref packed, k * PanelHeight);
            for (var row = 0; row < rows; row += PanelHeight)
            {
                if (PanelHeight == Lanes256.Count)
                {
                    Lanes256.Store(Lanes256.Load(ref from), ref to);
                }
                else
                {
                    Lanes128.Store(Lanes128.Load(ref from), ref to);
                }

                from = ref Unsafe.Add(ref from, PanelHeight);
                to = ref Unsafe.Add(ref to, PanelHeight * depth);
            }
        }
    }
}
