using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Labeling.Rows;

[TestClass]
public sealed class RowMapTests
{
    /// <summary>Iterations end when variances stay to 1e-13 of the largest; directions follow with the root of that, 3e-7.</summary>
    private const double Tolerance = 1e-6;

    public required TestContext TestContext { get; init; }

    /// <summary>The oracle diagonalises the covariance by power iteration with deflation, in plain loops, very long.</summary>
    [TestMethod]
    [DataRow(50, 2)]
    [DataRow(200, 5)]
    [DataRow(400, 30)]
    [DataRow(30, 60)]
    public void Of_Rows_PlacesThemAlongTheirPrincipalComponents(int rowCount, int featureCount)
    {
        var pool = Correlated(rowCount, featureCount);
        var map = RowMap.Of(pool);
        var (places, explained) = Reference(pool);

        for (var axis = 0; axis < 2; axis++)
        {
            Assert.AreEqual(explained[axis], map.Explained[axis], Tolerance);
            var found = axis == 0 ? map.X : map.Y;
            for (var row = 0; row < rowCount; row++)
            {
                Assert.AreEqual(places[axis][row], found[row], Tolerance, $"row {row}, axis {axis}");
            }
        }
    }

    /// <summary>By hand: scaled, (0, 0), (1, 1), (0.5, 0.5) lie on the diagonal, with all of the variance.</summary>
    [TestMethod]
    public void Of_RowsOnALine_LieInTheMiddleOfTheSecondComponent()
    {
        var map = RowMap.Of(FeatureMatrix.FromRows([[0, 10], [4, 30], [2, 20]]));

        AssertNear([0, 1, 0.5], map.X);
        AssertNear([0.5, 0.5, 0.5], map.Y);
        AssertNear([1, 0], map.Explained);
    }

    /// <summary>A truth value and a column of two categories, both half and half and independent: half of the variance each.</summary>
    [TestMethod]
    public void Of_CategoriesBesideATruthValue_WeighAsMuch() => AssertNear(
        [0.5, 0.5], RowMap.Of(GivenPool.Of("c,b\nx,true\nx,false\ny,true\ny,false\n").Features).Explained);

    [TestMethod]
    public void Of_OneFeature_IsItsOrder()
    {
        var map = RowMap.Of(FeatureMatrix.FromRows([[5], [1], [2]]));

        AssertNear([1, 0, 0.25], map.X);
        AssertNear([0.5, 0.5, 0.5], map.Y);
    }

    [TestMethod]
    public void Of_RowsThatDoNotVary_AreInTheMiddle()
    {
        foreach (var pool in (FeatureMatrix[])[FeatureMatrix.FromRows([[3, 4]]), FeatureMatrix.FromRows([[3, 4], [3, 4], [3, 4]])])
        {
            var map = RowMap.Of(pool);

            AssertNear([.. Enumerable.Repeat(0.5, pool.RowCount)], map.X);
            AssertNear([.. Enumerable.Repeat(0.5, pool.RowCount)], map.Y);
            AssertNear([0, 0], map.Explained);
        }
    }

    [TestMethod]
    public void Of_ManyRows_ShowsThemEvenlySpreadAndReachesAsFarAsAny()
    {
        // The row that lies farthest is not among those shown.
        var values = Enumerable.Range(0, 10_000).Select(i => (float)(i % 7)).ToArray();
        var outlier = Enumerable.Range(1, 9998).Last(row => !Shown(10_000).Contains(row));
        values[outlier] = 100;
        var map = RowMap.Of(FeatureMatrix.Copy(values, 1));

        CollectionAssert.AreEqual(Shown(10_000), map.Rows.ToArray());
        Assert.AreEqual(1, map.PlaceOf(outlier).X);
        Assert.AreEqual(0.06, map.X.Max(), 1e-9);
        Assert.AreEqual(0, map.X.Min());

        static int[] Shown(int rowCount) => [.. Enumerable.Range(0, 3000).Select(i => (int)((long)i * (rowCount - 1) / 2999))];
    }

    [TestMethod]
    public void PlaceOf_RowThatIsShown_IsWhereItIsShown()
    {
        var map = RowMap.Of(Correlated(50, 4));

        for (var i = 0; i < map.Rows.Count; i++)
        {
            Assert.AreEqual(new RowPlace(map.X[i], map.Y[i]), map.PlaceOf(map.Rows[i]));
        }

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => map.PlaceOf(50));
    }

    [TestMethod]
    public void Of_SamePool_IsTheSameMapToTheBit()
    {
        var (first, second) = (RowMap.Of(Correlated(9000, 12)), RowMap.Of(Correlated(9000, 12)));

        CollectionAssert.AreEqual(first.X.ToArray(), second.X.ToArray());
        CollectionAssert.AreEqual(first.Y.ToArray(), second.Y.ToArray());
    }

    /// <summary>Both axes of a mirrored pool show the same: the largest weight decides which side is which.</summary>
    [TestMethod]
    public void Of_Rows_HighValuesOfTheFeatureThatWeighsMostAreRight()
    {
        var map = RowMap.Of(FeatureMatrix.FromRows([[0, 3], [10, 3.2f], [5, 3.1f], [10, 3], [0, 3.1f]]));

        Assert.IsGreaterThan(map.X[0], map.X[1]);
    }

    /// <summary>One-hot features of 3,000 categories, as many as rows: variances are all alike.</summary>
    [TestMethod]
    public void Of_OneHotOfThreeThousandFeatures_EndsWithPlacesInRange()
    {
        var values = new float[3000 * 3000];
        for (var row = 0; row < 3000; row++)
        {
            values[(row * 3000) + (row % 2000)] = 1;
        }

        var begin = TimeProvider.System.GetTimestamp();
        var map = RowMap.Of(FeatureMatrix.Copy(values, 3000));

        TestContext.WriteLine($"{TimeProvider.System.GetElapsedTime(begin).TotalSeconds:F2} s");
        Assert.IsTrue(map.X.Concat(map.Y).All(place => place is >= 0 and <= 1));
        Assert.IsGreaterThan(0, map.Explained[1]);
    }

    [TestMethod]
    public void Of_Cancelled_Throws() => Assert.ThrowsExactly<OperationCanceledException>(
        () => RowMap.Of(Correlated(50, 4), new CancellationToken(canceled: true)));

    private static FeatureMatrix Correlated(int rowCount, int featureCount)
    {
        var random = new SeededRandom(3);
        var values = new List<float>();
        for (var row = 0; row < rowCount; row++)
        {
            var (common, other) = (random.NextNormal(), random.NextNormal());
            for (var k = 0; k < featureCount; k++)
            {
                values.Add((float)((3 * common * (k + 1) / featureCount) + (k % 2 == 0 ? 1.5 * other : 0) + (0.3 * random.NextNormal())));
            }
        }

        return FeatureMatrix.Copy([.. values], featureCount);
    }

    private static (double[][] Places, double[] Explained) Reference(FeatureMatrix pool)
    {
        var (n, d) = (pool.RowCount, pool.FeatureCount);
        var scaled = new double[n, d];
        for (var k = 0; k < d; k++)
        {
            var column = Enumerable.Range(0, n).Select(row => (double)pool.Row(row)[k]).ToArray();
            for (var row = 0; row < n; row++)
            {
                scaled[row, k] = (column[row] - column.Average()) / (column.Max() - column.Min());
            }
        }

        var covariance = new double[d, d];
        for (var i = 0; i < d; i++)
        {
            for (var j = 0; j < d; j++)
            {
                covariance[i, j] = Enumerable.Range(0, n).Sum(row => scaled[row, i] * scaled[row, j]);
            }
        }

        var total = Enumerable.Range(0, d).Sum(k => covariance[k, k]);
        var (places, explained) = (new double[2][], new double[2]);
        for (var axis = 0; axis < 2; axis++)
        {
            var vector = Enumerable.Range(0, d).Select(k => 1.0 + (k * 0.01)).ToArray();
            for (var iteration = 0; iteration < 5000; iteration++)
            {
                vector = Enumerable.Range(0, d).Select(i => Enumerable.Range(0, d).Sum(j => covariance[i, j] * vector[j])).ToArray();
                var length = Math.Sqrt(vector.Sum(value => value * value));
                explained[axis] = length / total;
                vector = vector.Select(value => value / length).ToArray();
            }

            var largest = vector.MaxBy(Math.Abs);
            vector = vector.Select(value => largest < 0 ? -value : value).ToArray();
            var along = Enumerable.Range(0, n).Select(row => Enumerable.Range(0, d).Sum(k => scaled[row, k] * vector[k])).ToArray();
            places[axis] = along.Select(value => (value - along.Min()) / (along.Max() - along.Min())).ToArray();
            for (var i = 0; i < d; i++)
            {
                for (var j = 0; j < d; j++)
                {
                    covariance[i, j] -= explained[axis] * total * vector[i] * vector[j];
                }
            }
        }

        return (places, explained);
    }

    private static void AssertNear(double[] expected, IReadOnlyList<double> found)
    {
        Assert.HasCount(expected.Length, found);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], found[i], Tolerance, $"at {i}");
        }
    }
}
