using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Training.Managed;

/// <summary>Products that leave zeros out against those that do not.</summary>
[TestClass]
public sealed class SparseRowsTests
{
    private const int RowCount = 9;
    private const int ColumnCount = 300;
    private const int Width = 24;

    /// <summary>The most numbers other than zero in a sparse batch: a twelfth.</summary>
    private const int MostCount = RowCount * ColumnCount / 12;

    public static IEnumerable<object[]> Cases =>
        from path in Enum.GetValues<VectorPath>() from accumulate in (bool[])[false, true] select new object[] { path, accumulate };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Multiply_SparseBatch_HasTheBitsOfTheFullProduct(VectorPath path, bool accumulate)
    {
        var kernels = Require.Kernels(path);
        foreach (var count in (int[])[0, 1, 40, MostCount])
        {
            var (batch, b) = (Batch(count), Numbers(ColumnCount * Width, 2));
            var (expected, actual) = (Numbers(RowCount * Width, 3), Numbers(RowCount * Width, 3));
            kernels.Multiply(batch, ColumnCount, 1, b, Width, expected, Width, RowCount, ColumnCount, Width, accumulate);
            Found(batch).Multiply(kernels, batch, RowCount, b, actual, Width, accumulate);
            Bits.AreEqual(expected, actual, $"{count} numbers");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void MultiplyTransposed_SparseBatch_HasTheBitsOfTheFullProduct(VectorPath path, bool accumulate)
    {
        var kernels = Require.Kernels(path);
        foreach (var count in (int[])[0, 1, 40, MostCount])
        {
            var (batch, b) = (Batch(count), Numbers(RowCount * Width, 2));
            var (expected, actual) = (Numbers(ColumnCount * Width, 3), Numbers(ColumnCount * Width, 3));
            kernels.Multiply(batch, 1, ColumnCount, b, Width, expected, Width, ColumnCount, RowCount, Width, accumulate);
            Found(batch).MultiplyTransposed(kernels, batch, RowCount, b, actual, Width, accumulate);
            Bits.AreEqual(expected, actual, $"{count} numbers");
        }
    }

    [TestMethod]
    public void Find_MoreNumbersThanATwelfth_IsNotSparse()
    {
        Assert.IsTrue(Found(Batch(MostCount)).IsSparse);
        Assert.IsFalse(Found(Batch(MostCount + 1)).IsSparse);
        Assert.IsFalse(Found(Batch(RowCount * ColumnCount)).IsSparse);
    }

    [TestMethod]
    public void Find_SmallerBatchAfterALargerOne_ForgetsTheLargerOne()
    {
        var rows = Found(Batch(RowCount * ColumnCount));
        float[] batch = [.. Batch(60).AsSpan(0, 2 * ColumnCount)];
        rows.Find(batch, 2);
        Assert.IsTrue(rows.IsSparse);
        var (b, actual, expected) = (Numbers(ColumnCount * Width, 2), new float[2 * Width], new float[2 * Width]);
        rows.Multiply(ScalarKernels.Instance, batch, 2, b, actual, Width, accumulate: false);
        ScalarKernels.Instance.Multiply(batch, ColumnCount, 1, b, Width, expected, Width, 2, ColumnCount, Width, accumulate: false);
        Bits.AreEqual(expected, actual, "Two rows");
    }

    private static SparseRows Found(float[] batch)
    {
        var rows = new SparseRows(RowCount, ColumnCount);
        rows.Find(batch, RowCount);
        return rows;
    }

    /// <summary>A batch with so many numbers other than zero, spread over it, those at the ends of a row included.</summary>
    private static float[] Batch(int count)
    {
        var batch = new float[RowCount * ColumnCount];
        var random = new Random(1);
        int[] places = [.. Enumerable.Range(0, batch.Length)];
        random.Shuffle(places);
        int[] first = [0, ColumnCount - 1, ColumnCount, batch.Length - 1];
        foreach (var place in first.Concat(places.Except(first)).Take(count))
        {
            batch[place] = random.NextSingle() + 0.5f;
        }

        return batch;
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
