namespace ActiveAnomaly.Kernels;

/// <summary>
/// Distances from rows to panels, and sums of exponentials: the scalar specification against double precision, every width against the
/// specification. Writes outside targets fail in <see cref="KernelCases"/>.
/// </summary>
[TestClass]
public sealed class PanelKernelsTests
{
    /// <summary>Half a unit in the last place of 1: the relative error of one rounding.</summary>
    private const double Unit = 1.0 / (1 << 24);

    private const int LaneCount = KernelSet.PanelRowCount;

    private static readonly int[] Widths = [.. Enumerable.Range(0, 40), 63, 64, 65, 129];

    private static readonly int[] RowCounts = [.. Enumerable.Range(0, 20), 33, 67];

    public static IEnumerable<object[]> Paths => Enum.GetValues<VectorPath>().Select(path => new object[] { path });

    [TestMethod]
    [DataRow(PanelDistance.Squared)]
    [DataRow(PanelDistance.Manhattan)]
    [DataRow(PanelDistance.WeightedManhattan)]
    public void PanelDistances_AnyShape_MatchDouble(PanelDistance kind) => ForEachShape((rows, width) =>
    {
        var (x, panel, distances) = KernelCases.PanelDistances(ScalarKernels.Instance, rows, width, kind);
        var weights = KernelCases.FeatureWeights(width);
        for (var i = 0; i < rows * LaneCount; i++)
        {
            var expected = 0.0;
            for (var k = 0; k < width; k++)
            {
                var difference = (double)x[i / LaneCount, k] - panel[k, i % LaneCount];
                expected += kind switch
                {
                    PanelDistance.Squared => difference * difference,
                    PanelDistance.Manhattan => Math.Abs(difference),
                    _ => weights[k] * Math.Abs(difference),
                };
            }

            // A rounding of each difference, which counts twice in its square, one of its product with a weight, and one of each sum: no
            // term is negative.
            IsClose(expected, distances.Span[i], (width + 2) * Unit * expected, $"{rows} x {width}, {kind}, element {i}");
        }
    });

    [TestMethod]
    [DataRow(VectorPath.Vector128, PanelDistance.Squared)]
    [DataRow(VectorPath.Vector128, PanelDistance.Manhattan)]
    [DataRow(VectorPath.Vector128, PanelDistance.WeightedManhattan)]
    [DataRow(VectorPath.Vector256, PanelDistance.Squared)]
    [DataRow(VectorPath.Vector256, PanelDistance.Manhattan)]
    [DataRow(VectorPath.Vector256, PanelDistance.WeightedManhattan)]
    [DataRow(VectorPath.Vector512, PanelDistance.Squared)]
    [DataRow(VectorPath.Vector512, PanelDistance.Manhattan)]
    [DataRow(VectorPath.Vector512, PanelDistance.WeightedManhattan)]
    public void PanelDistances_AnyShape_HaveScalarBits(VectorPath path, PanelDistance kind)
    {
        var kernels = Require.Kernels(path);
        ForEachShape((rows, width) => Bits.AreEqual(
            KernelCases.PanelDistances(ScalarKernels.Instance, rows, width, kind).Distances.Buffer,
            KernelCases.PanelDistances(kernels, rows, width, kind).Distances.Buffer,
            $"{rows} x {width}, {kind}"));
    }

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void PanelDistances_RowOfThePanel_IsExactlyZeroAway(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        foreach (var kind in Enum.GetValues<PanelDistance>())
        {
            var (_, _, distances) = KernelCases.PanelDistances(kernels, 13, 37, kind);
            Assert.AreEqual(0f, distances.Span[(12 * LaneCount) + 13]);
            Assert.AreEqual(1, distances.Span.ToArray().Count(distance => distance == 0));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void ManhattanPanelDistances_RowsSwapped_HaveTheSameBits(VectorPath path)
    {
        const int width = 29;
        var kernels = Require.Kernels(path);
        var next = KernelCases.Numbers(1);
        var (rows, others) = (new float[LaneCount * width], new float[LaneCount * width]);
        for (var i = 0; i < rows.Length; i++)
        {
            (rows[i], others[i]) = (next(), next());
        }

        var (forth, back) = (new float[LaneCount * LaneCount], new float[LaneCount * LaneCount]);
        kernels.ManhattanPanelDistances(rows, LaneCount, width, Panel(others), forth);
        kernels.ManhattanPanelDistances(others, LaneCount, width, Panel(rows), back);
        Bits.AreEqual(forth, Panel(back), "Distances");

        static float[] Panel(float[] matrix)
        {
            var columns = matrix.Length / LaneCount;
            var transposed = new float[matrix.Length];
            KernelSet.Transpose(matrix, columns, transposed, LaneCount, LaneCount, columns);
            return transposed;
        }
    }

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void ManhattanPanelDistances_WeightsOfOne_HaveTheBitsWithoutWeights(VectorPath path)
    {
        const int width = 29;
        var kernels = Require.Kernels(path);
        var (rows, panel, distances) = KernelCases.PanelDistances(kernels, 13, width, PanelDistance.Manhattan);
        var weighted = new float[13 * LaneCount];
        kernels.ManhattanPanelDistances(rows.Span, 13, width, panel.Span, [.. Enumerable.Repeat(1f, width)], weighted);
        Bits.AreEqual(distances.Span, weighted, "Distances");
    }

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void PanelDistances_ShortBuffers_Throw(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        foreach (var (name, rows, panel, distances) in ((string, int, int, int)[])
            [("rows", 5, 48, 32), ("panel", 6, 47, 32), ("distances", 6, 48, 31)])
        {
            Throws(name, () => kernels.ManhattanPanelDistances(new float[rows], 2, 3, new float[panel], new float[distances]));
            Throws(name, () => kernels.SquaredPanelDistances(new float[rows], 2, 3, new float[panel], new float[distances]));
            Throws(
                name,
                () => kernels.ManhattanPanelDistances(new float[rows], 2, 3, new float[panel], new float[3], new float[distances]));
        }

        Throws("weights", () => kernels.ManhattanPanelDistances(new float[6], 2, 3, new float[48], new float[2], new float[32]));

        Throws("sums", () => kernels.AddExponentials(new float[9], -1f, 1f, new float[8]));
    }

    [TestMethod]
    [DataRow(-0.7f)]
    [DataRow(-30f)]
    [DataRow(0.9f)]
    public void AddExponentials_EveryLength_MatchesDouble(float rate)
    {
        for (var length = 0; length <= 256; length++)
        {
            var (x, before, sums) = KernelCases.AddExponentials(ScalarKernels.Instance, length, rate);
            for (var i = 0; i < length; i++)
            {
                var exponent = Math.Clamp((double)rate * x[0, i], Exponential.Lowest, Exponential.Highest);
                var term = KernelCases.Scale * Math.Exp(exponent);

                // The exponential is exact to 6 units (ScalarKernelsTests), its argument's rounding counts by its size; then one rounding.
                var tolerance = ((6 + Math.Abs(exponent)) * Unit * term) + (Unit * Math.Abs(before[i] + term));
                IsClose(before[i] + term, sums[0, i], tolerance, $"Length {length}, rate {rate}, element {i}");
            }
        }
    }

    [TestMethod]
    [DataRow(VectorPath.Vector128)]
    [DataRow(VectorPath.Vector256)]
    [DataRow(VectorPath.Vector512)]
    public void AddExponentials_EveryLength_HasScalarBits(VectorPath path)
    {
        var kernels = Require.Kernels(path);
        foreach (var rate in (float[])[-0.7f, -30f, 0.9f])
        {
            for (var length = 0; length <= 256; length++)
            {
                Bits.AreEqual(
                    KernelCases.AddExponentials(ScalarKernels.Instance, length, rate).Sums.Buffer,
                    KernelCases.AddExponentials(kernels, length, rate).Sums.Buffer,
                    $"Length {length}, rate {rate}");
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void AddExponentials_DistanceZero_AddsTheWeightExactly(VectorPath path)
    {
        var sums = new float[37];
        Require.Kernels(path).AddExponentials(new float[37], -3f, 0.5f, sums);
        Assert.IsTrue(sums.All(sum => sum == 0.5f));
    }

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void AddExponentials_SumsLongerThanX_LeavesTheRest(VectorPath path)
    {
        var sums = new float[40];
        Require.Kernels(path).AddExponentials(new float[17], -1f, 1f, sums);
        Assert.AreSequenceEqual(Enumerable.Range(0, 40).Select(i => i < 17 ? 1f : 0f), sums);
    }

    private static void ForEachShape(Action<int, int> check)
    {
        foreach (var width in Widths)
        {
            foreach (var rows in RowCounts)
            {
                check(rows, width);
            }
        }
    }

    private static void Throws(string parameter, Action call) =>
        Assert.AreEqual(parameter, Assert.ThrowsExactly<ArgumentException>(call).ParamName);

    private static void IsClose(double expected, double actual, double tolerance, string what)
    {
        if (!(Math.Abs(expected - actual) <= tolerance))
        {
            Assert.Fail($"{what}: {actual:R}, expected {expected:R} within {tolerance:R}.");
        }
    }
}
