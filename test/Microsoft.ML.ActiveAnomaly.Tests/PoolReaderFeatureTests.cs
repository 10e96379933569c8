using ActiveAnomaly.Data;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Feature columns that cannot be trained on, and unusual ones that can.</summary>
[TestClass]
public sealed class PoolReaderFeatureTests
{
    [TestMethod]
    public void Fit_FeaturesMissing_ThrowsWithTheColumnsThere() => FitThrows(Rows.Raw(), "'Features'", "'Height'", "'Rest'");

    [TestMethod]
    public void Fit_FeaturesScalar_ThrowsWithWhatIsNeeded() =>
        FitThrows(Repeat(() => new ScalarRow()), "'Features'", "vector of Single of known size");

    [TestMethod]
    public void Fit_FeaturesVectorOfDouble_ThrowsWithWhatIsNeeded() =>
        FitThrows(Repeat(() => new DoubleRow()), "'Features'", "Double", "vector of Single of known size");

    [TestMethod]
    public void Fit_FeaturesOfUnknownSize_ThrowsWithWhatIsNeeded() =>
        FitThrows(Repeat(() => new UnknownSizeRow()), "'Features'", "unknown size");

    [TestMethod]
    public void GetOutputSchema_FeaturesMissing_Throws() => ShapeThrows<RawRow>("'Features'", "'Height'", "'Rest'");

    [TestMethod]
    public void GetOutputSchema_FeaturesScalar_Throws() => ShapeThrows<ScalarRow>("'Features'", "vector of Single of known size");

    [TestMethod]
    public void GetOutputSchema_FeaturesVectorOfDouble_Throws() =>
        ShapeThrows<DoubleRow>("'Features'", "Double", "vector of Single of known size");

    [TestMethod]
    public void GetOutputSchema_FeaturesOfUnknownSize_Throws() => ShapeThrows<UnknownSizeRow>("'Features'", "unknown size");

    [TestMethod]
    public void Read_MoreValuesThanOneArrayHolds_IsRefusedBeforeARowIsRead()
    {
        var data = new CountingDataView(new MLContext(1).Pool()) { RowCount = int.MaxValue };

        var refusal = Assert.ThrowsExactly<FeatureDataException>(
            () => PoolReader.Read(data, "Features", null, CancellationToken.None));
        Assert.StartsWith("2,147,483,647 rows of ", refusal.Message);
        Assert.AreEqual(0, data.MoveCount);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(6)]
    public void Fit_FeaturesOfAnotherLength_ThrowsWithRowAndColumn(int length)
    {
        var mlContext = new MLContext(1);
        var (dense, sparse) = (Rows.Pool(), Sparse(dense: false));
        (dense[17].Features, sparse[17].Features) = (new float[length], new VBuffer<float>(length, 0, [], []));

        foreach (var data in (IDataView[])[mlContext.View(dense), mlContext.View(sparse)])
        {
            var exception = Assert.ThrowsExactly<FeatureDataException>(() => mlContext.NceTrainer().Fit(data));
            Assert.Contains($"Row 17 has {length} values in column 'Features'", exception.Message);
            Assert.AreEqual(17L, exception.RowIndex);
        }
    }

    [TestMethod]
    public void Read_OneHotColumns_KnowsTheirCategories()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var pipeline = mlContext.Transforms.Categorical.OneHotEncoding("Color")
            .Append(mlContext.Transforms.Conversion.MapKeyToVector("Group"))
            .Append(mlContext.Transforms.Concatenate("Features", "Label", "Group", "Color"));

        // Group has 3 values; Color is red, blue, or empty, which is none.
        var pool = PoolReader.Read(
            mlContext.Data.TakeRows(pipeline.Fit(data).Transform(data), 2), "Features", null, CancellationToken.None).Pool;
        CollectionAssert.AreEqual((CategoricalRange[])[new(1, 3), new(4, 2)], pool.CategoricalRanges.ToArray());
    }

    [TestMethod]
    public void Read_Numbers_KnowsOfNoCategories() => Assert.IsEmpty(
        PoolReader.Read(new MLContext(1).Pool(), "Features", null, CancellationToken.None).Pool.CategoricalRanges);

    [TestMethod]
    public void Fit_InAChainWithFeaturesOfDouble_ThrowsBeforeAnyRowIsRead()
    {
        var mlContext = new MLContext(1);
        var chain = mlContext.Transforms.CopyColumns("Copy", "Features").Append(mlContext.NceTrainer());

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(mlContext.Data.LoadFromEnumerable(Unreadable())));
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(float.NegativeInfinity, "-Infinity")]
    public void Fit_FeatureNotFinite_ThrowsWithPlaceAndValue(float value, string text) =>
        Contains(["Row 17", "feature 3", text], FitNotFinite(value).Message);

    [TestMethod]
    public void Fit_FeatureNotFinite_ExceptionHoldsTheRow() => Assert.AreEqual(17L, FitNotFinite(float.NaN).RowIndex);

    [TestMethod]
    public void Fit_FeatureNotFinite_ExceptionHoldsTheColumn() => Assert.AreEqual(3, FitNotFinite(float.NaN).ColumnIndex);

    [TestMethod]
    public void Fit_FeatureNotFiniteAndSlotNames_MessageHoldsTheName()
    {
        var mlContext = new MLContext(1);
        var rows = Rows.Raw();
        rows[17].Height = float.NaN;
        var chain = mlContext.Transforms.Concatenate("Features", "Rest", "Height").Append(mlContext.NceTrainer());

        Contains(
            ["Row 17", "feature 3", "'Height'"], Assert.ThrowsExactly<FeatureDataException>(() => chain.Fit(mlContext.View(rows))).Message);
    }

    [TestMethod]
    public void Fit_NoRows_ThrowsWithWhatToDo()
    {
        var mlContext = new MLContext(1);

        Assert.Contains("no rows", Assert.ThrowsExactly<FeatureDataException>(() => mlContext.NceTrainer().Fit(mlContext.Pool(0))).Message);
    }

    [TestMethod]
    public void Fit_OneRow_ThrowsWithWhatIsNeeded()
    {
        var mlContext = new MLContext(1);

        Assert.Contains("one row", Assert.ThrowsExactly<FeatureDataException>(() => mlContext.NceTrainer().Fit(mlContext.Pool(1))).Message);
    }

    [TestMethod]
    public void Fit_TwoRows_Trains() => IsFinite(Rows.Pool(2));

    [TestMethod]
    public void Fit_FewerRowsThanAMinibatch_Trains() => IsFinite(Rows.Pool(Fast.Nce.BatchSize - 1));

    [TestMethod]
    public void Fit_AFeatureThatIsConstant_Trains()
    {
        var rows = Rows.Pool();
        foreach (var row in rows)
        {
            row.Features[2] = 0.5f;
        }

        IsFinite(rows);
    }

    [TestMethod]
    public void Fit_AllFeaturesConstant_Trains() =>
        IsFinite([.. Enumerable.Range(0, 40).Select(_ => new PoolRow { Features = [0.5f, 0.5f, 0.5f, 0.5f, 0.5f], Label = float.NaN })]);

    [TestMethod]
    public void Fit_OneFeature_Trains()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var chain = mlContext.Transforms.Concatenate("Features", "Height").Append(mlContext.NceTrainer()).Fit(data);

        Assert.IsTrue(chain.Transform(data).GetColumn<float>("Score").All(float.IsFinite));
    }

    [TestMethod]
    public void Fit_SparseFeatures_GivesTheModelOfDenseOnes()
    {
        var mlContext = new MLContext(1);

        Assert.AreEqual(
            Bits.OfModel(mlContext.NceTrainer().Fit(mlContext.View(Sparse(dense: true))).Model),
            Bits.OfModel(mlContext.NceTrainer().Fit(mlContext.View(Sparse(dense: false))).Model));
    }

    [TestMethod]
    public void Transform_SparseFeatures_GivesTheScoresOfDenseOnes()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());

        CollectionAssert.AreEqual(
            model.OfScores(mlContext.View(Sparse(dense: true))), model.OfScores(mlContext.View(Sparse(dense: false))));
    }

    [TestMethod]
    public void Fit_OneHotFeatures_Trains()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var chain = mlContext.Transforms.Categorical.OneHotEncoding("Kind", "IsNew")
            .Append(mlContext.Transforms.Concatenate("Features", "Kind", "Rest"))
            .Append(mlContext.NceTrainer())
            .Fit(data);

        Assert.IsTrue(chain.Transform(data).GetColumn<float>("Score").All(float.IsFinite));
    }

    [TestMethod]
    public void Fit_DataOfAFilter_CountsTheRowsThatPass()
    {
        var mlContext = new MLContext(1);
        var normal = mlContext.Data.FilterRowsByColumn(mlContext.Pool(), "Label", upperBound: 0.5);

        Assert.AreEqual(
            Bits.OfModel(mlContext.NceTrainer().Fit(mlContext.View([.. Rows.Pool().Where(row => row.Label == 0)])).Model),
            Bits.OfModel(mlContext.NceTrainer().Fit(normal).Model));
    }

    private static void FitThrows<T>(T[] rows, params string[] parts)
        where T : class
    {
        var mlContext = new MLContext(1);
        Contains(parts, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mlContext.NceTrainer().Fit(mlContext.View(rows))).Message);
    }

    private static void ShapeThrows<T>(params string[] parts)
        where T : class, new()
    {
        var mlContext = new MLContext(1);
        Contains(
            parts,
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => mlContext.NceTrainer().GetOutputSchema(Shapes.Of<T>(mlContext))).Message);
    }

    private static FeatureDataException FitNotFinite(float value)
    {
        var mlContext = new MLContext(1);
        var rows = Rows.Pool();
        rows[17].Features[3] = value;
        return Assert.ThrowsExactly<FeatureDataException>(() => mlContext.NceTrainer().Fit(mlContext.View(rows)));
    }

    private static void IsFinite(PoolRow[] rows)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(rows);
        Assert.IsTrue(mlContext.NceTrainer().Fit(data).Transform(data).GetColumn<float>("Score").All(float.IsFinite));
    }

    private static void Contains(string[] parts, string message)
    {
        foreach (var part in parts)
        {
            Assert.Contains(part, message);
        }
    }

    private static T[] Repeat<T>(Func<T> make) => [.. Enumerable.Range(0, 10).Select(_ => make())];

    private static IEnumerable<DoubleRow> Unreadable()
    {
        Assert.Fail("A row was read.");
        yield break;
    }

    /// <summary>Gives rows of which only features 1 and 4 differ from zero, with all or only these numbers stored.</summary>
    private static SparseRow[] Sparse(bool dense) => [.. Enumerable.Range(0, Rows.DefaultCount).Select(row => new SparseRow
    {
        Features = dense
            ? new VBuffer<float>(PoolRow.FeatureCount, [0, Rows.Number(row, 1), 0, 0, Rows.Number(row, 4)])
            : new VBuffer<float>(PoolRow.FeatureCount, 2, [Rows.Number(row, 1), Rows.Number(row, 4)], [1, 4]),
        Label = row % 3 == 0 ? row % 2 : float.NaN,
    })];

    private sealed class ScalarRow
    {
        public float Features { get; set; }

        public float Label { get; set; }
    }

    private sealed class DoubleRow
    {
        [VectorType(2)]
        public double[] Features { get; set; } = [1, 2];

        public float Label { get; set; }
    }

    private sealed class UnknownSizeRow
    {
        public float[] Features { get; set; } = [1, 2];

        public float Label { get; set; }
    }

    private sealed class SparseRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public VBuffer<float> Features { get; set; }

        public float Label { get; set; }
    }
}
