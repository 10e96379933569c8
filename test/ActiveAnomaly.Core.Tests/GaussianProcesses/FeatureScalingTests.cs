using ActiveAnomaly.Data;

namespace ActiveAnomaly.GaussianProcesses;

[TestClass]
public sealed class FeatureScalingTests
{
    /// <summary>A few roundings to Single of numbers of about 1.</summary>
    private const double Tolerance = 3e-7;

    /// <summary>Column 0: 0, 0.2, 0.4, 1 in the unit view; column 1 does not vary; column 2 has its median at the edge.</summary>
    private static readonly FeatureMatrix Pool = FeatureMatrix.FromRows([[10, 7, -4], [2, 7, -4], [0, 7, -4], [4, 7, 4]]);

    [TestMethod]
    public void Learn_EvenCount_MatchesHandArithmetic()
    {
        var scaling = Learned(Pool);
        Assert.AreSequenceEqual([0, 7, -4], scaling.Lowest);
        Assert.AreSequenceEqual([10, 7, 8], scaling.Spans);
        Assert.AreSequenceEqual([1f, 0f, 1f], scaling.Upper);

        // The median of 0, 0.2, 0.4, 1 is 0.3, and the distances 0.3, 0.1, 0.1, 0.7; those of 0, 0, 0, 1 from 0 are 0, 0, 0, 1.
        AreClose([0.3, 0, 0], scaling.Medians);
        AreClose([0.3, 1, 0.25], scaling.Scales);
    }

    [TestMethod]
    public void Learn_OddCount_TakesTheMiddleValue()
    {
        var scaling = Learned(FeatureMatrix.Copy([0, 3, 1], 1));
        AreClose([1.0 / 3], scaling.Medians);

        // |0 - 1/3| + 0 + |1 - 1/3|, a third of it.
        AreClose([1.0 / 3], scaling.Scales);
    }

    [TestMethod]
    public void ToUnit_RowsOfAndOutsideThePool_MatchesHandArithmetic()
    {
        var unit = new float[6];
        Learned(Pool).ToUnit([4, 7, -4, -10, 9.5f, 12], unit);
        AreClose([0.4, 0, 0, -1, 2.5 / 7, 2], [.. unit.Select(value => (double)value)]);
    }

    [TestMethod]
    public void ToRobust_RowsOfAndOutsideThePool_MatchesHandArithmetic()
    {
        var robust = new float[6];
        Learned(Pool).ToRobust([0.4f, 0, 0, -1, 2.5f, 2], robust);
        AreClose(
            [Math.Asinh(0.1 / 0.3), 0, 0, Math.Asinh(-1.3 / 0.3), Math.Asinh(2.5), Math.Asinh(8)],
            [.. robust.Select(value => (double)value)]);
    }

    [TestMethod]
    public void Learn_RandomPool_MatchesDouble()
    {
        var random = new Random(1);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 31 * 7).Select(_ => (float)Math.Exp(3 * random.NextDouble()))], 7);
        var scaling = Learned(pool);
        for (var k = 0; k < 7; k++)
        {
            double[] column = [.. Enumerable.Range(0, 31).Select(row => (double)pool.Row(row)[k])];
            double[] unit = [.. column.Select(value => (value - column.Min()) / (column.Max() - column.Min()))];
            var median = unit.Order().ElementAt(15);
            Assert.AreEqual(median, scaling.Medians[k], Tolerance, $"Column {k}");
            Assert.AreEqual(unit.Average(value => Math.Abs(value - median)), scaling.Scales[k], Tolerance, $"Column {k}");
        }
    }

    [TestMethod]
    public void Learn_PoolsRows_FillTheUnitIntervalExactly()
    {
        // 0.1 and 0.7 have no exact difference: the ends must be 0 and Upper to the bit, or the pool's own rows lie outside.
        var pool = FeatureMatrix.Copy([0.1f, 0.7f, 0.3f, -1e-30f, 1e30f, 3e38f], 2);
        var (scaling, unit) = (Learned(pool), new float[6]);
        scaling.ToUnit(pool.Values, unit);
        for (var k = 0; k < 2; k++)
        {
            Assert.AreEqual(0f, Enumerable.Range(0, 3).Min(row => unit[(2 * row) + k]));
            Assert.AreEqual(scaling.Upper[k], Enumerable.Range(0, 3).Max(row => unit[(2 * row) + k]));
        }
    }

    [TestMethod]
    [DataRow(1f)]
    [DataRow(1e-16f)]
    [DataRow(1e-30f)]
    [DataRow(1e-42f)]
    public void Learn_ColumnOfAnyUnit_IsTheSameColumn(float unit)
    {
        // 1e-42 is denormal, a multiple of 1.4e-45: 714 of them.
        var scaling = Learned(FeatureMatrix.Copy([0, unit, 4 * unit], 1));
        var rows = new float[3];
        scaling.ToUnit([0, unit, 4 * unit], rows);
        AreClose([0, 0.25, 1], [.. rows.Select(value => (double)value)]);
        AreClose([0.25], scaling.Medians);
        AreClose([1.0 / 3], scaling.Scales);
    }

    [TestMethod]
    [DataRow(2025f, 2026f, 1.0 / 2025)]
    [DataRow(-2f, 4f, 3.0)]
    [DataRow(1e-20f, 3e-20f, 2.0)]
    [DataRow(0f, 0.5f, 0.5)]
    public void Learn_ColumnThatDoesNotVary_IsDividedByTheSizeOfItsValue(float value, float other, double expected)
    {
        var (scaling, unit) = (Learned(FeatureMatrix.Copy([value, value], 1)), new float[2]);
        scaling.ToUnit([value, other], unit);
        AreClose([0, expected], [unit[0], unit[1]]);
        Assert.AreEqual(0f, scaling.Upper[0]);
        Assert.AreEqual(1, scaling.Scales[0]);
    }

    [TestMethod]
    public void Learn_CategoricalColumns_AreAsFarApartAsTruthValues()
    {
        // Five rows: a number 0 or 1, and the categories a, a, a, b, c; d comes in none.
        float[][] rows = [[0, 1, 0, 0, 0], [0, 1, 0, 0, 0], [0, 1, 0, 0, 0], [1, 0, 1, 0, 0], [1, 0, 0, 1, 0]];
        var pool = FeatureMatrix.FromRows(rows).WithCategoricalRanges([new(1, 4)]);
        var scaling = Learned(pool);
        var (unit, robust) = (new float[25], new float[25]);
        scaling.ToUnit(pool.Values, unit);
        scaling.ToRobust(unit, robust);

        // The number: 3 of 5 rows have its median, 0, and the mean distance from it is 2/5.
        double Away(float[] view, int row, int other, int first, int count) => Enumerable.Range(first, count)
            .Sum(k => Math.Abs((double)view[(5 * row) + k] - view[(5 * other) + k]));
        foreach (var (row, other, expected) in ((int, int, double)[])[(0, 1, 0), (0, 3, 1), (0, 4, 1), (3, 4, 1)])
        {
            Assert.AreEqual(expected, Away(unit, row, other, 1, 4), Tolerance, $"{row} and {other}");
            Assert.AreEqual(expected * Math.Asinh(5.0 / 2), Away(robust, row, other, 1, 4), 10 * Tolerance, $"{row} and {other}");
        }

        Assert.AreEqual(Away(robust, 0, 3, 0, 1), Away(robust, 0, 3, 1, 4), 10 * Tolerance);
        Assert.AreSequenceEqual([1f, 0.5f, 0.5f, 0.5f, 0f], scaling.Upper);
        Assert.AreSequenceEqual([0, 0.5, 0, 0, 0], scaling.Medians);
    }

    [TestMethod]
    public void Learn_RowsOfNoCategory_AreOneMore()
    {
        // Two rows of ten have a category: the most frequent is none, and 1 / (1 - 0.8) is 5.
        var pool = FeatureMatrix.FromRows([[1, 0], [0, 1], .. Enumerable.Range(0, 8).Select(_ => new float[2])])
            .WithCategoricalRanges([new(0, 2)]);
        var (scaling, robust) = (Learned(pool), new float[4]);
        scaling.ToRobust([0.5f, 0, 0, 0.5f], robust);
        AreClose([Math.Asinh(5) / 2, 0, 0, Math.Asinh(5) / 2], [.. robust.Select(value => (double)value)]);
    }

    [TestMethod]
    public void Learn_CategoricalColumnThatDoesNotVary_StaysFinite()
    {
        var pool = FeatureMatrix.Copy([1, 0, 1, 0, 1, 0], 2).WithCategoricalRanges([new(0, 2)]);
        var scaling = Learned(pool);
        var (unit, robust) = (new float[4], new float[4]);
        scaling.ToUnit([1, 0, 0, 1], unit);
        scaling.ToRobust(unit, robust);
        Assert.AreSequenceEqual([0, 0, -0.5f, 0.5f], unit);
        Assert.IsTrue(robust.All(float.IsFinite));
        Assert.AreSequenceEqual([1, 1], scaling.Scales);
    }

    [TestMethod]
    public void ToUnit_FarBeyondANarrowColumn_StaysFinite()
    {
        var unit = new float[2];
        var scaling = Learned(FeatureMatrix.Copy([0, 2e-15f], 1));
        scaling.ToUnit([3e38f, -3e38f], unit);
        Assert.AreSequenceEqual([float.MaxValue, float.MinValue], unit);
        var robust = new float[2];
        scaling.ToRobust(unit, robust);
        Assert.IsTrue(robust.All(float.IsFinite));
    }

    private static FeatureScaling Learned(FeatureMatrix pool) => FeatureScaling.Learn(pool, CancellationToken.None);

    private static void AreClose(double[] expected, double[] found)
    {
        Assert.AreEqual(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], found[i], Tolerance * Math.Max(1, Math.Abs(expected[i])), $"{i}");
        }
    }
}
