using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Neighbors;

[TestClass]
public sealed class ReferenceRowsTests
{
    [TestMethod]
    [DataRow(2, 1, 1)]
    [DataRow(15, 3, 5)]
    [DataRow(16, 3, 15)]
    [DataRow(17, 7, 16)]
    [DataRow(150, 10, 20)]
    public void Nearest_OtherRows_AreThoseOfADoubleSearch(int count, int featureCount, int neighborCount)
    {
        // Differences and their squares are rounded to Single d + 1 times.
        var tolerance = 1e-7 * (featureCount + 2);
        var (known, asked) = (Draw(count, featureCount, 1), Draw(130, featureCount, 2));
        var nearest = Nearest(new ReferenceRows(known, featureCount), asked, neighborCount);
        for (var row = 0; row < 130; row++)
        {
            double[] expected = [.. Distances(known, asked, row, featureCount).Order().Take(neighborCount)];
            for (var i = 0; i < neighborCount; i++)
            {
                var found = nearest[(row * (neighborCount + 1)) + i];
                Assert.AreEqual(expected[i], found, tolerance * Math.Max(expected[i], 1e-3), $"Row {row}, {i}");
            }
        }
    }

    [TestMethod]
    public void Nearest_RowsThatAreKnown_LeaveOneEqualOut()
    {
        // 0 twice, 1, 3: the neighbours of 0 are the other 0 and 1; those of 3 are 1 and 0.
        var rows = new ReferenceRows([0, 0, 1, 3], 1);
        var nearest = Nearest(rows, [0, 3, 1.5f], 2);
        Assert.AreSequenceEqual([0f, 1f], nearest[..2]);
        Assert.AreSequenceEqual([4f, 9f], nearest[3..5]);
        Assert.AreSequenceEqual([0.25f, 2.25f], nearest[6..8]);
    }

    [TestMethod]
    [DataRow(VectorPath.Scalar)]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    public void Nearest_AnyVectorWidth_HasTheSameBits(VectorPath path)
    {
        var (known, asked) = (Draw(100, 9, 1), Draw(75, 9, 2));
        Bits.AreEqual(
            Nearest(new ReferenceRows(known, 9, ScalarKernels.Instance), asked, 6),
            Nearest(new ReferenceRows(known, 9, Require.Kernels(path)), asked, 6),
            "Distances");
    }

    [TestMethod]
    public void ToRows_OfPanels_AreTheRows()
    {
        var rows = Draw(37, 5, 1);
        Bits.AreEqual(rows, new ReferenceRows(rows, 5).ToRows(), "Rows");
    }

    private static float[] Draw(int count, int featureCount, int seed)
    {
        var next = KernelCases.Numbers(seed);
        return [.. Enumerable.Range(0, count * featureCount).Select(_ => next())];
    }

    private static float[] Nearest(ReferenceRows known, float[] asked, int neighborCount)
    {
        var nearest = new float[asked.Length / known.FeatureCount * (neighborCount + 1)];
        known.Nearest(asked, neighborCount, nearest, CancellationToken.None);
        return nearest;
    }

    private static IEnumerable<double> Distances(float[] known, float[] asked, int row, int featureCount) =>
        Enumerable.Range(0, known.Length / featureCount).Select(other => Enumerable.Range(0, featureCount).Sum(
            k => Math.Pow((double)known[(other * featureCount) + k] - asked[(row * featureCount) + k], 2)));
}
