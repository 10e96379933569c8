using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using CsCheck;

namespace ActiveAnomaly.Labeling.Rows;

[TestClass]
public sealed class SimilarRowsTests
{
    /// <summary>
    /// A difference is rounded to 2^-24 of the larger value, of a range of at least the same size here, and a sum of d terms d times more:
    /// 64 * 2 * 2^-24.
    /// </summary>
    private const double Tolerance = 1e-5;

    [TestMethod]
    public void Nearest_SmallTable_IsNearestFirstAndTiesInOrder()
    {
        // Ranges 4 and 10; by hand from (0, 0): row 1 0.25, row 2 0.5, row 3 1 + 1, row 4 0.25 again.
        var similar = new SimilarRows(FeatureMatrix.FromRows([[0, 0], [1, 0], [0, 5], [4, 10], [1, 0]]));

        Assert.AreEqual("1 0.25, 4 0.25, 2 0.5, 3 2", Text(similar.Nearest(0, 10)));
        Assert.AreEqual("1 0.25, 4 0.25", Text(similar.Nearest(0, 2)));
        Assert.AreEqual("4 0", Text(similar.Nearest(1, 1)));
        Assert.AreEqual("4 0.25, 3 2", Text(similar.Nearest(0, 5, [3, 4, 0])));
        Assert.IsEmpty(similar.Nearest(0, 0));
        Assert.IsEmpty(similar.Nearest(0, 5, []));
        Assert.AreEqual(2, similar.Distance(0, 3));
    }

    /// <summary>A number from 0 to 4, three categories, a truth value: a column that differs altogether counts 1, whatever it is.</summary>
    [TestMethod]
    public void Distance_Categories_CountOnceAColumn()
    {
        var similar = new SimilarRows(GivenPool.Of("n,c,b\n0,x,true\n1,x,true\n0,y,true\n4,z,false\n").Features);

        Assert.AreEqual("1 0.25, 2 1, 3 3", Text(similar.Nearest(0, 3)));
    }

    [TestMethod]
    public void Nearest_FeaturesThatDoNotVary_MakeNoDifference() =>
        Assert.AreEqual("1 1", Text(new SimilarRows(FeatureMatrix.FromRows([[7, 1], [7, 2]])).Nearest(0, 3)));

    [TestMethod]
    public void Nearest_OneRow_HasNone() => Assert.IsEmpty(new SimilarRows(FeatureMatrix.FromRows([[7, 1]])).Nearest(0, 3));

    [TestMethod]
    public void Nearest_BadArguments_SaysWhat()
    {
        var similar = new SimilarRows(FeatureMatrix.FromRows([[1], [2]]));

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => similar.Nearest(2, 1)).HasMessage("no row 2", "0 to 1");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => similar.Nearest(0, 1, [1, 5])).HasMessage("no row 5");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => similar.Nearest(0, -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => similar.Distance(0, -1));
    }

    /// <summary>Every number of features: those that fill registers, and what is left over.</summary>
    [TestMethod]
    public void Distance_AnyNumberOfFeatures_IsThatInDoublePrecision()
    {
        for (var d = 1; d <= 64; d++)
        {
            var pool = Random(40, d);
            var similar = new SimilarRows(pool);
            for (var row = 1; row < pool.RowCount; row++)
            {
                Assert.AreEqual(Reference(pool, 0, row), similar.Distance(0, row), Tolerance, $"{d} features");
                Assert.AreEqual(similar.Distance(0, row), similar.Distance(row, 0));
            }
        }
    }

    [TestMethod]
    public void Distance_LargeValuesOfASmallRange_KeepsWhatDiffers()
    {
        var similar = new SimilarRows(FeatureMatrix.FromRows([[1e7f], [1e7f + 1], [1e7f + 4]]));

        Assert.AreEqual(0.25, similar.Distance(0, 1));
    }

    [TestMethod]
    [DataRow(-3e38f, 3e38f, 0f, 0.5)]
    [DataRow(0f, 1e-40f, 5e-41f, 0.5)]
    public void Distance_RangesBeyondSinglePrecision_AreRight(float low, float high, float middle, double expected)
    {
        var similar = new SimilarRows(FeatureMatrix.FromRows([[low, 1], [high, 1], [middle, 1]]));

        Assert.AreEqual(1, similar.Distance(0, 1), Tolerance);
        Assert.AreEqual(expected, similar.Distance(0, 2), Tolerance);
    }

    /// <summary>More rows than a part has, so that several threads measure.</summary>
    [TestMethod]
    public void Nearest_ManyRows_AreThoseOfASort()
    {
        var pool = Random(20_000, 16);
        var similar = new SimilarRows(pool);

        var expected = Enumerable.Range(0, pool.RowCount).Where(row => row != 123)
            .OrderBy(row => similar.Distance(123, row)).ThenBy(row => row).Take(50);
        CollectionAssert.AreEqual(expected.ToArray(), similar.Nearest(123, 50).Select(row => row.Row).ToArray());
    }

    /// <summary>The range is that of all rows: the largest and the smallest value stand in the first part and in the last.</summary>
    [TestMethod]
    public void Distance_EndsOfTheRangeFarApartInTheFile_IsOneAFeature()
    {
        var values = Enumerable.Repeat(5f, 2 * 20_000).ToArray();
        (values[0], values[^2]) = (1, 9);
        (values[1], values[^1]) = (9, 1);

        Assert.AreEqual(2, new SimilarRows(FeatureMatrix.Copy(values, 2)).Distance(0, 19_999));
    }

    [TestMethod]
    public void Nearest_FewDifferentDistances_KeepsTheFirstOfEqualOnes() =>
        Gen.Select(Gen.Int[0, 2].Array[2, 40], Gen.Int[0, 12]).Sample((numbers, count) =>
        {
            var pool = FeatureMatrix.Copy([.. numbers.Select(number => (float)number)], 1);
            var found = new SimilarRows(pool).Nearest(0, count);

            var expected = Enumerable.Range(1, numbers.Length - 1).OrderBy(row => Reference(pool, 0, row)).ThenBy(row => row).Take(count);
            CollectionAssert.AreEqual(expected.ToArray(), found.Select(row => row.Row).ToArray());
        }, iter: 300);

    [TestMethod]
    public void Nearest_Cancelled_Throws()
    {
        var similar = new SimilarRows(Random(20_000, 16));

        Assert.ThrowsExactly<OperationCanceledException>(
            () => similar.Nearest(0, 1, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static FeatureMatrix Random(int rowCount, int featureCount)
    {
        var random = new SeededRandom(featureCount);
        return FeatureMatrix.Copy([.. Enumerable.Range(0, rowCount * featureCount).Select(_ => (float)random.NextNormal())], featureCount);
    }

    private static double Reference(FeatureMatrix pool, int x, int y) => Enumerable.Range(0, pool.FeatureCount).Sum(k =>
    {
        var values = Enumerable.Range(0, pool.RowCount).Select(row => (double)pool.Row(row)[k]).ToArray();
        var span = values.Max() - values.Min();
        return span == 0 ? 0 : Math.Abs(values[x] - values[y]) / span;
    });

    private static string Text(IReadOnlyList<SimilarRow> rows) => string.Join(
        ", ", rows.Select(row => FormattableString.Invariant($"{row.Row} {row.Distance}")));
}
