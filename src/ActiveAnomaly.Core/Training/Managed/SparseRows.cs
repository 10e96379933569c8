using System.Runtime.InteropServices;
using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Training.Managed;

/// <summary>
/// Where the features of a batch are not zero, for rows that are almost all zero, such as one-hot encoded texts. Products with them leave
/// the zeros out and add up the rest in the order in which the full products do: a product with 0 changes no sum, so that the bits are the
/// same (but for the sign of a zero).
/// </summary>
internal sealed class SparseRows
{
    /// <summary>The fewest columns for which zeros are looked for: below, a full product takes no longer than the search.</summary>
    public const int FewestColumns = 256;

    /// <summary>At most one number of so many may be other than zero; with more, a full product is faster.</summary>
    public const int FewestColumnsANumber = 12;

    private readonly int _columnCount;
    private readonly int[] _ends;
    private readonly int[] _columns;

    /// <summary>Creates the memory for batches of up to <paramref name="largestBatch"/> rows.</summary>
    public SparseRows(int largestBatch, int columnCount)
    {
        _columnCount = columnCount;
        _ends = new int[largestBatch];
        _columns = new int[(int)((long)largestBatch * columnCount / FewestColumnsANumber)];
    }

    /// <summary>
    /// Gets a value indicating whether the batch last looked at is sparse. If it is not, nothing else here means anything.
    /// </summary>
    public bool IsSparse { get; private set; }

    /// <summary>Gets the number of products that left zeros out so far.</summary>
    public int ProductCount { get; private set; }

    /// <summary>Looks for the numbers of a batch [rows x columns], without gaps between rows, that are not zero.</summary>
    public void Find(ReadOnlySpan<float> batch, int rowCount)
    {
        // Numbers are compared as integers, which is faster: -0 counts as a number other than zero, and does no harm.
        var bits = MemoryMarshal.Cast<float, int>(batch);
        var mostCount = (int)((long)rowCount * _columnCount / FewestColumnsANumber);
        var count = 0;
        IsSparse = false;
        for (var row = 0; row < rowCount; row++)
        {
            var rest = bits.Slice(row * _columnCount, _columnCount);
            for (var next = rest.IndexOfAnyExcept(0); next >= 0; next = rest.IndexOfAnyExcept(0))
            {
                if (count == mostCount)
                {
                    return;
                }

                _columns[count++] = _columnCount - rest.Length + next;
                rest = rest[(next + 1)..];
            }

            _ends[row] = count;
        }

        IsSparse = true;
    }

    /// <summary>C = X B, or C += X B, with X the batch, B [columns x width] and C [rows x width].</summary>
    public void Multiply(
        KernelSet kernels, ReadOnlySpan<float> batch, int rowCount, ReadOnlySpan<float> b, Span<float> c, int width, bool accumulate)
    {
        ProductCount++;
        if (!accumulate)
        {
            c[..(rowCount * width)].Clear();
        }

        var place = 0;
        for (var row = 0; row < rowCount; row++)
        {
            for (; place < _ends[row]; place++)
            {
                var column = _columns[place];
                kernels.AddProduct(b.Slice(column * width, width), batch[(row * _columnCount) + column], c.Slice(row * width, width));
            }
        }
    }

    /// <summary>C = X' B, or C += X' B, with X the batch, B [rows x width] and C [columns x width].</summary>
    public void MultiplyTransposed(
        KernelSet kernels, ReadOnlySpan<float> batch, int rowCount, ReadOnlySpan<float> b, Span<float> c, int width, bool accumulate)
    {
        ProductCount++;
        if (!accumulate)
        {
            c[..(_columnCount * width)].Clear();
        }

        var place = 0;
        for (var row = 0; row < rowCount; row++)
        {
            for (; place < _ends[row]; place++)
            {
                var column = _columns[place];
                kernels.AddProduct(b.Slice(row * width, width), batch[(row * _columnCount) + column], c.Slice(column * width, width));
            }
        }
    }
}
