namespace ActiveAnomaly.GaussianProcesses;

/// <summary>Columns with the medians 1/2 and 1/4 in [0, 1], one that does not vary, and two with the median at an edge.</summary>
[TestClass]
public sealed class RowRangeTests
{
    /// <summary>A few roundings to Single of numbers below 2.</summary>
    private const double Tolerance = 3e-7;

    private static readonly FeatureScaling Scaling = Scaled([0.5, 0.25, 0, 0, 1]);

    [TestMethod]
    public void Excess_Inside_IsZero() => Assert.AreEqual(0, RowRange.Excess(Scaling, [0, 1, 0, 1, 0.5f]));

    [TestMethod]
    public void Excess_Outside_SumsUpTheColumns() =>
        // 1 above, 0.5 below, 0.25 off the constant, and 2 below.
        Assert.AreEqual(3.75, RowRange.Excess(Scaling, [2, -0.5f, 0.25f, -2, 0.5f]));

    [TestMethod]
    public void Excess_BelowTheConstant_Counts() => Assert.AreEqual(0.75, RowRange.Excess(Scaling, [0.5f, 0.5f, -0.75f, 0.5f, 0.5f]));

    [TestMethod]
    public void Box_Outside_ClipsColumnByColumn() =>
        Assert.AreSequenceEqual([1f, 0f, 0f, 0.5f, 1f], Box(2, -0.5f, 0.25f, 0.5f, 3));

    [TestMethod]
    public void Box_Inside_IsTheRow() => Assert.AreSequenceEqual([0.1f, 0.9f, 0f, 0.5f, 1f], Box(0.1f, 0.9f, 0, 0.5f, 1));

    [TestMethod]
    public void Ray_OneColumnAbove_DrawsAllColumnsAlike() =>
        // 2 is 1.5 from 1/2, of which 0.5 are inside: a third of the way.
        AreClose([1, 0.25 + (0.5 / 3), 0, 0.2, 1], Ray(2, 0.75f, 0, 0.6f, 1));

    [TestMethod]
    public void Ray_OneColumnBelow_DrawsAllColumnsAlike() =>
        // -0.75 is 1 from 1/4, of which 0.25 are inside: a quarter of the way.
        AreClose([0.5 + (0.5 / 4), 0, 0, 0.2, 0.9], Ray(1, -0.75f, 0, 0.8f, 0.6f));

    [TestMethod]
    public void Ray_SeveralColumnsOutside_StopsAtTheNarrowest() =>
        // 1.5 leaves a half of the way, -0.75 a quarter: a quarter.
        AreClose([0.75, 0, 0, 0, 1], Ray(1.5f, -0.75f, 0, 0, 1));

    [TestMethod]
    public void Ray_NarrowestColumnBeforeAWiderOne_StopsAtTheNarrowest() =>
        // 2 leaves a third of the way, 1.25 three quarters: a third.
        AreClose([1, 0.25 + (1.0 / 3), 0, 0, 1], Ray(2, 1.25f, 0, 0, 1));

    [TestMethod]
    [DataRow(2, 0.25f)]
    [DataRow(2, -0.25f)]
    [DataRow(3, -1f)]
    [DataRow(4, 5f)]
    public void Ray_OffAConstantOrBeyondAMedianAtTheEdge_IsTheBox(int column, float value)
    {
        // The smallest step off such an edge would draw the row all the way to the medians.
        float[] row = [1, 1, 0, 1, 0];
        row[column] = value;
        AreClose([.. Box(row)], Ray(row));
    }

    [TestMethod]
    public void Ray_MedianAtTheEdgeAndAnotherColumnOutside_IsDrawnByTheOther() =>
        // 2 leaves a third of the way; the others are a third of the way to -5, which is clipped, and to 0.1.
        AreClose([1, 0.25 + (0.75 / 3), 0, 0, 1 - (0.9 / 3)], Ray(2, 1, 0, -5, 0.1f));

    [TestMethod]
    [DataRow(0.009, 1.0)]
    [DataRow(0.011, 0.5)]
    public void Ray_MedianNearTheEdge_DrawsFromAHundredthOn(double median, double first)
    {
        // The second column is 100 spans outside, beyond the edge that its median is near: drawn, the row ends at the medians.
        var (below, above) = (new float[5], new float[5]);
        RowRange.Ray(Scaled([0.5, median, 0, 0, 1]), [1, -100, 0, 0, 1], below);
        RowRange.Ray(Scaled([0.5, 1 - median, 0, 0, 1]), [1, 100, 0, 0, 1], above);
        Assert.AreEqual(first, below[0], 1e-3);
        Assert.AreEqual(first, above[0], 1e-3);
        Assert.AreEqual((0f, 1f), (below[1], above[1]));
    }

    [TestMethod]
    public void Ray_Inside_IsTheRow() => AreClose([0.1f, 0.9f, 0, 0.5, 1], Ray(0.1f, 0.9f, 0, 0.5f, 1));

    [TestMethod]
    public void Ray_LargestNumbers_StaysInside() =>
        AreClose([1, 0.25, 0, 0, 1], Ray(float.MaxValue, 0.75f, 0, 1, 0.5f));

    [TestMethod]
    public void BoxAndRay_RandomRows_LieInside()
    {
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            // Medians as they come: median - median / (median - x) (median - x) is not 0 after rounding.
            var scaling = Scaled([random.NextDouble(), random.NextDouble(), 0, 0, 1]);
            float[] row =
            [
                .. Enumerable.Range(0, 5).Select(_ => (float)Math.Pow(10, (6 * random.NextDouble()) - 3) * (random.Next(3) - 1)),
            ];
            var (box, ray) = (new float[5], new float[5]);
            RowRange.Box(scaling, row, box);
            RowRange.Ray(scaling, row, ray);
            Assert.AreEqual(0, RowRange.Excess(scaling, box));
            Assert.AreEqual(0, RowRange.Excess(scaling, ray));
        }
    }

    private static FeatureScaling Scaled(double[] medians) =>
        new([0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [1, 1, 0, 1, 1], medians, [1, 1, 1, 1, 1]);

    private static float[] Box(params float[] row)
    {
        var box = new float[5];
        RowRange.Box(Scaling, row, box);
        return box;
    }

    private static float[] Ray(params float[] row)
    {
        var ray = new float[5];
        RowRange.Ray(Scaling, row, ray);
        return ray;
    }

    private static void AreClose(double[] expected, float[] found)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.AreEqual(expected[i], found[i], Tolerance, $"Column {i}");
        }
    }
}
