using System.Reflection;

namespace ActiveAnomaly.Data;

[TestClass]
public sealed class FeatureMatrixTests
{
    [TestMethod]
    public void Copy_Values_HasTheirRows() =>
        Assert.AreSequenceEqual(new float[] { 3, 4 }, FeatureMatrix.Copy([1, 2, 3, 4], 2).Row(1).ToArray());

    [TestMethod]
    public void Copy_AfterTheCallersArrayChanged_StaysTheSame()
    {
        float[] values = [1, 2];
        var matrix = FeatureMatrix.Copy(values, 2);
        values[0] = 9;
        Assert.AreEqual(1f, matrix.Values[0]);
    }

    [TestMethod]
    public void Copy_NoValues_HasNoRows() => Assert.AreEqual(0, FeatureMatrix.Copy([], 3).RowCount);

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(float.NegativeInfinity, "-Infinity")]
    public void Copy_NonFiniteValue_ThrowsNamingIt(float value, string text) =>
        Assert.Contains(
            $"Row 1, feature 0 is {text};",
            Assert.ThrowsExactly<FeatureDataException>(() => FeatureMatrix.Copy([1, 2, value, 4], 2)).Message);

    [TestMethod]
    public void Copy_NonFiniteValue_CarriesRowAndColumn()
    {
        var exception = Assert.ThrowsExactly<FeatureDataException>(() => FeatureMatrix.Copy([1, 2, 3, 4, 5, float.NaN], 2));
        Assert.AreEqual((2L, 1), (exception.RowIndex, exception.ColumnIndex));
    }

    [TestMethod]
    public void Copy_NonFiniteValueOfANamedFeature_NamesTheFeature() => Assert.Contains(
        "('weight')",
        Assert.ThrowsExactly<FeatureDataException>(() => FeatureMatrix.Copy([1, float.NaN], 2, ["height", "weight"])).Message);

    [TestMethod]
    public void Copy_NonFiniteValueOfAFeatureWithAnEmptyName_TellsItsNumberAlone() => Assert.StartsWith(
        "Row 0, feature 1 is NaN;",
        Assert.ThrowsExactly<FeatureDataException>(() => FeatureMatrix.Copy([1, float.NaN], 2, ["height", ""])).Message);

    [TestMethod]
    public void Copy_PartialRow_Throws() => Assert.ThrowsExactly<FeatureDataException>(() => FeatureMatrix.Copy([1, 2, 3], 2));

    [TestMethod]
    public void WithCategoricalRanges_Ranges_AreKeptByRowsOfTheMatrix()
    {
        CategoricalRange[] ranges = [new(0, 1), new(2, 2)];
        var matrix = FeatureMatrix.Copy([1, 2, 3, 4, 5, 6, 7, 8], 4, ["a", "b", "c", "d"]).WithCategoricalRanges(ranges);
        Assert.AreSequenceEqual(ranges, matrix.CategoricalRanges);
        Assert.AreSequenceEqual(ranges, matrix.Select([1]).CategoricalRanges);
        Assert.AreSequenceEqual(ranges, matrix.First(1).CategoricalRanges);
        Assert.AreSequenceEqual(ranges, matrix.Append(matrix.WithCategoricalRanges([])).CategoricalRanges);
        Assert.AreSequenceEqual(["a", "b", "c", "d"], matrix.FeatureNames!);
        Assert.AreSequenceEqual(new float[] { 5, 6, 7, 8 }, matrix.Row(1).ToArray());
    }

    [TestMethod]
    public void WithCategoricalRanges_AfterTheCallersArrayChanged_StaysTheSame()
    {
        CategoricalRange[] ranges = [new(0, 2)];
        var matrix = FeatureMatrix.Copy([1, 2], 2).WithCategoricalRanges(ranges);
        ranges[0] = new(1, 1);
        Assert.AreEqual(new CategoricalRange(0, 2), matrix.CategoricalRanges[0]);
    }

    [TestMethod]
    [DataRow(0, 0, 2, 2)]
    [DataRow(-1, 2, 2, 2)]
    [DataRow(0, 2, 1, 2)]
    [DataRow(2, 2, 0, 2)]
    [DataRow(0, 2, 3, 2)]
    [DataRow(0, 2, 3, int.MaxValue)]
    [DataRow(0, 2, 5, 1)]
    public void WithCategoricalRanges_RangesThatDoNotFit_Throws(int first, int count, int second, int secondCount) => Assert.AreEqual(
        "ranges",
        Assert.ThrowsExactly<ArgumentException>(
            () => FeatureMatrix.Copy([1, 2, 3, 4], 4).WithCategoricalRanges([new(first, count), new(second, secondCount)])).ParamName);

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void Copy_NoFeatures_Throws(int featureCount) =>
        Assert.AreEqual(
            "featureCount",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FeatureMatrix.Copy([], featureCount)).ParamName);

    [TestMethod]
    public void Copy_OtherNumberOfNames_Throws() =>
        Assert.AreEqual("featureNames", Assert.ThrowsExactly<ArgumentException>(() => FeatureMatrix.Copy([1, 2], 2, ["height"])).ParamName);

    [TestMethod]
    public void FromRows_Rows_AreContiguous() =>
        Assert.AreSequenceEqual(new float[] { 1, 2, 3, 4 }, FeatureMatrix.FromRows([[1, 2], [3, 4]]).Values.ToArray());

    [TestMethod]
    public void FromRows_NoRows_Throws() => Assert.ThrowsExactly<FeatureDataException>(() => FeatureMatrix.FromRows([]));

    [TestMethod]
    public void FromRows_RowOfAnotherLength_ThrowsNamingIt() =>
        Assert.AreEqual(1L, Assert.ThrowsExactly<FeatureDataException>(() => FeatureMatrix.FromRows([[1, 2], [3]])).RowIndex);

    [TestMethod]
    [DataRow(-1)]
    [DataRow(2)]
    public void Row_OutOfRange_Throws(int row) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FeatureMatrix.Copy([1, 2], 1).Row(row).ToArray());

    [TestMethod]
    public void Select_RowsWithRepetition_GivesThemInOrder() =>
        Assert.AreSequenceEqual(
            new float[] { 5, 6, 1, 2, 5, 6 },
            FeatureMatrix.Copy([1, 2, 3, 4, 5, 6], 2).Select([2, 0, 2]).Values.ToArray());

    [TestMethod]
    public void Select_RowOutOfRange_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FeatureMatrix.Copy([1, 2], 1).Select([2]));

    [TestMethod]
    public void Select_Some_KeepsTheNames() =>
        Assert.AreEqual("height", FeatureMatrix.Copy([1, 2], 1, ["height"]).Select([0]).FeatureNames![0]);

    [TestMethod]
    public void FirstTwins_EqualRows_AreTheFirstOfEach() =>
        // 0 and -0 are equal; rows that share one feature are not.
        Assert.AreSequenceEqual(
            [0, 1, 0, 3, 1, 0],
            FeatureMatrix.FromRows([[1, 0], [2, 0], [1, -0f], [1, 2], [2, 0], [1, 0]]).FirstTwins().ToArray());

    [TestMethod]
    public void FirstTwins_ManyRows_AreThoseOfASlowSearch()
    {
        // 600 rows of three values of 0, 1 and 2: 27 different ones.
        var random = new Random(1);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 1800).Select(_ => (float)random.Next(3))], 3);
        var twins = pool.FirstTwins();
        Assert.AreEqual(27, twins.ToArray().Distinct().Count());
        for (var row = 0; row < 600; row++)
        {
            Assert.AreEqual(Enumerable.Range(0, row + 1).First(other => pool.Row(other).SequenceEqual(pool.Row(row))), twins[row]);
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void First_SomeRows_HasTheirValuesAndTwins(bool twinsAreKnown)
    {
        var pool = FeatureMatrix.Copy([1, 2, 2, 1, 3, 2], 1, ["height"]);
        if (twinsAreKnown)
        {
            pool.FirstTwins();
        }

        var first = pool.First(4);
        Assert.AreSequenceEqual([1f, 2, 2, 1], first.Values.ToArray());
        Assert.AreSequenceEqual([0, 1, 1, 0], first.FirstTwins().ToArray());
        Assert.AreEqual((4, "height"), (first.RowCount, first.FeatureNames![0]));
        Assert.AreSame(pool, pool.First(6));
    }

    [TestMethod]
    public void FirstTwins_NoRows_AreNone() => Assert.AreEqual(0, FeatureMatrix.Copy([], 2).FirstTwins().Length);

    [TestMethod]
    public void Select_MoreValuesThanAnArrayHolds_ThrowsWithTheSize() => Assert.Contains(
        "30,000 rows of 100,000 features are 3,000,000,000 values; one array holds at most 2,147,483,591. Take at most 21,474 rows",
        Assert.ThrowsExactly<FeatureDataException>(
            () => FeatureMatrix.Copy(new float[100_000], 100_000).Select(new int[30_000])).Message);

    [TestMethod]
    public void FromRows_MoreValuesThanAnArrayHolds_ThrowsWithTheSize()
    {
        // One array stands for all rows.
        var rows = Enumerable.Repeat(new float[100_000], 30_000).ToList();
        Assert.Contains(
            "30,000 rows of 100,000 features are 3,000,000,000 values",
            Assert.ThrowsExactly<FeatureDataException>(() => FeatureMatrix.FromRows(rows)).Message);
    }

    [TestMethod]
    public void ValueCount_AtTheLimit_IsTheNumberOfValues() =>
        Assert.AreEqual((Array.MaxLength, 12), (FeatureMatrix.ValueCount(Array.MaxLength, 1), FeatureMatrix.ValueCount(4, 3)));

    [TestMethod]
    public void ValueCount_OneRowMore_ThrowsWithTheSize() => Assert.Contains(
        "2,147,483,592 rows of 1 features are 2,147,483,592 values",
        Assert.ThrowsExactly<FeatureDataException>(() => FeatureMatrix.ValueCount(Array.MaxLength + 1L, 1)).Message);

    [TestMethod]
    public void Append_MoreValuesThanAnArrayHolds_ThrowsWithTheSize() => Assert.Contains(
        "3,000,000,000 rows of 1 features are 3,000,000,000 values",
        Assert.ThrowsExactly<FeatureDataException>(() => Claimed(1_500_000_000).Append(Claimed(1_500_000_000))).Message);

    /// <summary>A matrix that says that it has more rows than it has: the sum is to be refused before any of them is read.</summary>
    private static FeatureMatrix Claimed(int rowCount) => (FeatureMatrix)Activator.CreateInstance(
        typeof(FeatureMatrix),
        BindingFlags.Instance | BindingFlags.NonPublic,
        binder: null,
        [Array.Empty<float>(), rowCount, 1, null],
        culture: null)!;
}
