namespace ActiveAnomaly.GaussianProcesses;

/// <summary>The kernel against its formula in double precision.</summary>
[TestClass]
public sealed class LaplaceKernelTests
{
    /// <summary>
    /// Two exponentials of weight 1/2 whose arguments, below 6, have 8 roundings each, then 6 products below 1: about 60 units of 2^-24.
    /// </summary>
    private const double Tolerance = 4e-6;

    private const double UnitLength = 0.7;
    private const double RobustLength = 1.9;
    private const int Width = 5;

    private static readonly LaplaceKernel Kernel = new(UnitLength, RobustLength);

    [TestMethod]
    [DataRow(1)]
    [DataRow(16)]
    [DataRow(17)]
    [DataRow(37)]
    public void Evaluate_RowsAndPanels_MatchesDouble(int count)
    {
        var rows = new Sample(count);
        var values = rows.Covariances(Kernel);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                Assert.AreEqual(rows.Covariance(i, j), values[i][j], Tolerance, $"{count}: {i}, {j}");
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(37)]
    public void Evaluate_FeaturesThatWeigh_MatchesDouble(int count)
    {
        float[] weights = [0, 2.5f, 1, 0.25f, 3];
        var rows = new Sample(count);
        var values = rows.Covariances(Kernel.Weighing(weights));
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                Assert.AreEqual(rows.Covariance(i, j, weights), values[i][j], 2 * Tolerance, $"{count}: {i}, {j}");
            }
        }
    }

    [TestMethod]
    public void Evaluate_RowsSwapped_HasTheSameBits()
    {
        var values = new Sample(37).Covariances(Kernel);
        for (var i = 0; i < 37; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Assert.AreEqual(BitConverter.SingleToInt32Bits(values[i][j]), BitConverter.SingleToInt32Bits(values[j][i]), $"{i}, {j}");
            }
        }
    }

    [TestMethod]
    public void Diagonal_AnyRow_HasTheBitsOfTheRowWithItself()
    {
        var rows = new Sample(37);
        var values = rows.Covariances(Kernel);
        for (var i = 0; i < 37; i++)
        {
            Assert.AreEqual((double)values[i][i], LaplaceKernel.Diagonal(rows.LinearOf(i)), $"Row {i}");
        }
    }

    [TestMethod]
    public void Diagonal_Features_MatchesHandArithmetic() =>
        // 1 + 1/4 + 1/4 + 1 + 0 + 4 + 9/4.
        Assert.AreEqual(8.75, LaplaceKernel.Diagonal([0.5f, -0.5f, 1, 0, 2, -1.5f]));

    [TestMethod]
    [DataRow(1e-45)]
    [DataRow(1e-300)]
    [DataRow(1e300)]
    public void Evaluate_LengthsBeyondSinglePrecision_GivesFiniteNumbers(double length)
    {
        var values = new Sample(17).Covariances(new LaplaceKernel(length, length));
        Assert.IsTrue(values.All(row => row.All(float.IsFinite)));
    }

    [TestMethod]
    public void Evaluate_DistanceOfOneLength_IsOneOverE()
    {
        // Both views 0.7 and 1.9 apart, no linear features.
        var panels = new RowPanels(1, 1);
        panels.Put(0, [0.7f], [-1.9f], new float[PriorRanks.LinearCount]);
        var values = new float[RowPanels.RowCount];
        Kernel.Evaluate([0], [0], new float[PriorRanks.LinearCount], 1, panels, 0, new float[RowPanels.RowCount], values);
        Assert.AreEqual(Math.Exp(-1), values[0], 1e-6);
    }

    /// <summary>Rows drawn at random, in both views and with linear features.</summary>
    private sealed class Sample
    {
        private readonly float[] _unit;
        private readonly float[] _robust;
        private readonly float[] _linear;
        private readonly RowPanels _panels;

        public Sample(int count)
        {
            var random = new Random(count);
            _unit = [.. Enumerable.Range(0, count * Width).Select(_ => random.NextSingle())];
            _robust = [.. Enumerable.Range(0, count * Width).Select(_ => (4 * random.NextSingle()) - 2)];
            _linear = [.. Enumerable.Range(0, count * PriorRanks.LinearCount).Select(_ => random.NextSingle() - 0.5f)];
            _panels = new RowPanels(count, Width);
            _panels.Put(0, _unit, _robust, _linear);
        }

        public ReadOnlySpan<float> LinearOf(int row) => _linear.AsSpan(row * PriorRanks.LinearCount, PriorRanks.LinearCount);

        public float[][] Covariances(LaplaceKernel kernel)
        {
            var values = Enumerable.Range(0, _panels.Count).Select(_ => new float[_panels.Count]).ToArray();
            var block = new float[_panels.Count * RowPanels.RowCount];
            for (var panel = 0; panel < _panels.PanelCount; panel++)
            {
                kernel.Evaluate(_unit, _robust, _linear, _panels.Count, _panels, panel, new float[block.Length], block);
                for (var i = 0; i < _panels.Count; i++)
                {
                    block.AsSpan(i * RowPanels.RowCount, _panels.CountOf(panel)).CopyTo(values[i].AsSpan(panel * RowPanels.RowCount));
                }
            }

            return values;
        }

        public double Covariance(int i, int j, float[]? weights = null)
        {
            var product = 0.0;
            for (var k = 0; k < PriorRanks.LinearCount; k++)
            {
                product += (double)LinearOf(i)[k] * LinearOf(j)[k];
            }

            return (0.5 * Math.Exp(-Distance(_unit, i, j, weights) / UnitLength))
                + (0.5 * Math.Exp(-Distance(_robust, i, j, weights) / RobustLength))
                + product;
        }

        private static double Distance(float[] view, int i, int j, float[]? weights) => Enumerable.Range(0, Width).Sum(
            k => (weights?[k] ?? 1) * Math.Abs((double)view[(i * Width) + k] - view[(j * Width) + k]));
    }
}
