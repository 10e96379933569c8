using System.Buffers;
using System.Numerics;
using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Rows in blocks that stay in a first-level cache while tree after tree is asked about them. A block lies feature by feature, so that
/// neighbouring rows can be compared with one split together. The last few rows are blocks of one row each, which need no copy.
/// </summary>
internal ref struct RowBlocks
{
    /// <summary>A block has a multiple of this many rows, or a single one.</summary>
    public const int RowMultiple = 8;

    /// <summary>The most rows of a block.</summary>
    public const int MostRows = 128;

    /// <summary>The numbers that a block should have: half of a cache of 32 KiB. Of many features it has more.</summary>
    private const int CachedCount = 4096;

    private readonly ReadOnlySpan<float> _rows;
    private readonly int _featureCount;
    private readonly int _rowCount;
    private readonly int _blockShift;
    private readonly float[]? _buffer;

    /// <summary>Begins before the first block.</summary>
    /// <param name="rows">Row-major.</param>
    /// <param name="featureCount">The number of features, d, at least 1.</param>
    public RowBlocks(ReadOnlySpan<float> rows, int featureCount)
    {
        _rows = rows;
        _featureCount = featureCount;
        _rowCount = rows.Length / featureCount;
        _blockShift = BitOperations.Log2(
            (uint)Math.Clamp(CachedCount / featureCount, KernelSet.PanelRowCount, MostRows));
        _buffer = _rowCount >= RowMultiple ? ArrayPool<float>.Shared.Rent(featureCount << _blockShift) : null;
    }

    /// <summary>Gets the index of the block's first row.</summary>
    public int First { get; private set; }

    /// <summary>Gets the number of the block's rows: a multiple of <see cref="RowMultiple"/>, or 1.</summary>
    public int RowCount { get; private set; }

    /// <summary>Gets the logarithm of the numbers from feature to feature: feature f of row i lies at (f &lt;&lt; shift) + i.</summary>
    public int Shift { get; private set; }

    /// <summary>Gets the block.</summary>
    public ReadOnlySpan<float> Columns { get; private set; }

    /// <summary>Gets how many rows of a block of several may be read, a multiple of 16: those beyond its own mean nothing.</summary>
    public readonly int PaddedCount => (RowCount + KernelSet.PanelRowCount - 1) / KernelSet.PanelRowCount * KernelSet.PanelRowCount;

    /// <summary>Goes on to the next block.</summary>
    /// <returns>False where there is none.</returns>
    public bool MoveNext()
    {
        First += RowCount;
        if (First == _rowCount)
        {
            return false;
        }

        RowCount = Math.Min(1 << _blockShift, _rowCount - First) / RowMultiple * RowMultiple;
        if (RowCount == 0)
        {
            RowCount = 1;
            Shift = 0;
            Columns = Row(0);
            return true;
        }

        var columns = _buffer.AsSpan(0, _featureCount << _blockShift);
        for (var i = 0; i < RowCount; i++)
        {
            var row = Row(i);
            for (var feature = 0; feature < row.Length; feature++)
            {
                columns[(feature << _blockShift) + i] = row[feature];
            }
        }

        Shift = _blockShift;
        Columns = columns;
        return true;
    }

    /// <summary>Gives the block's memory back.</summary>
    public readonly void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<float>.Shared.Return(_buffer);
        }
    }

    private readonly ReadOnlySpan<float> Row(int i) => _rows.Slice((First + i) * _featureCount, _featureCount);
}
