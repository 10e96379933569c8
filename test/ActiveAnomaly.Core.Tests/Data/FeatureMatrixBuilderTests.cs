namespace ActiveAnomaly.Data;

[TestClass]
public sealed class FeatureMatrixBuilderTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(1000)]
    public void ToMatrix_ManyRows_HoldsThemInOrder(int expectedRowCount)
    {
        var builder = new FeatureMatrixBuilder(2, expectedRowCount);
        for (var row = 0; row < 500; row++)
        {
            builder.Add([row, -row]);
        }

        var expected = Enumerable.Range(0, 500).SelectMany(row => new float[] { row, -row });
        Assert.AreSequenceEqual(expected, builder.ToMatrix().Values.ToArray());
    }

    [TestMethod]
    public void ToMatrix_NoRows_HasNone() => Assert.AreEqual(0, new FeatureMatrixBuilder(2).ToMatrix().RowCount);

    [TestMethod]
    public void RowCount_AfterARow_IsOne()
    {
        var builder = new FeatureMatrixBuilder(2);
        builder.Add([1, 2]);
        Assert.AreEqual(1, builder.RowCount);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void Add_NonFiniteValue_ThrowsNamingRowAndColumn(float value)
    {
        var builder = new FeatureMatrixBuilder(2);
        builder.Add([1, 2]);
        var exception = Assert.ThrowsExactly<FeatureDataException>(() => builder.Add([3, value]));
        Assert.AreEqual((1L, 1), (exception.RowIndex, exception.ColumnIndex));
    }

    [TestMethod]
    public void Add_NonFiniteValueOfANamedFeature_NamesTheFeature() => Assert.Contains(
        "('weight')",
        Assert.ThrowsExactly<FeatureDataException>(() => new FeatureMatrixBuilder(2, 0, ["height", "weight"]).Add([1, float.NaN])).Message);

    [TestMethod]
    public void Add_RefusedRow_IsNotCounted()
    {
        var builder = new FeatureMatrixBuilder(2);
        Assert.ThrowsExactly<FeatureDataException>(() => builder.Add([3, float.NaN]));
        Assert.AreEqual(0, builder.RowCount);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Add_RowOfAnotherLength_ThrowsNamingIt(int length)
    {
        var builder = new FeatureMatrixBuilder(2);
        builder.Add([1, 2]);
        Assert.AreEqual(1L, Assert.ThrowsExactly<FeatureDataException>(() => builder.Add(new float[length])).RowIndex);
    }

    [TestMethod]
    public void Add_AfterTheCallersRowChanged_KeepsTheValues()
    {
        float[] row = [1, 2];
        var builder = new FeatureMatrixBuilder(2);
        builder.Add(row);
        row[0] = 9;
        Assert.AreEqual(1f, builder.ToMatrix().Values[0]);
    }

    [TestMethod]
    public void Constructor_NoFeatures_Throws() =>
        Assert.AreEqual("featureCount", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new FeatureMatrixBuilder(0)).ParamName);

    [TestMethod]
    public void Constructor_NegativeHint_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new FeatureMatrixBuilder(2, -1));

    [TestMethod]
    public void Constructor_MoreValuesThanAnArrayHolds_ThrowsWithTheSizeAndTheRemedy()
    {
        // 2147483647 * 1000 overflows Int32; nothing may be allocated before that is found.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.ThrowsExactly<FeatureDataException>(() => new FeatureMatrixBuilder(1000, int.MaxValue));
        Assert.IsLessThan(1_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Contains("2,147,483,647 rows of 1,000 features are 2,147,483,647,000 values", exception.Message);
        Assert.Contains("one array holds at most 2,147,483,591", exception.Message);
        Assert.Contains("Take at most 2,147,483 rows", exception.Message);
    }

    [TestMethod]
    public void Add_UntilFull_ThrowsWithTheSizeAndKeepsTheRowsBefore()
    {
        // Eleven values hold three rows of three features.
        var builder = new FeatureMatrixBuilder(3, 0, featureNames: null, mostValues: 11);
        for (var row = 0; row < 3; row++)
        {
            builder.Add([row, 1, 2]);
        }

        var exception = Assert.ThrowsExactly<FeatureDataException>(() => builder.Add([3, 1, 2]));
        Assert.Contains("4 rows of 3 features are 12 values; one array holds at most 11. Take at most 3 rows", exception.Message);
        Assert.AreSequenceEqual([0f, 1, 2, 1, 1, 2, 2, 1, 2], builder.ToMatrix().Values.ToArray());
    }
}
