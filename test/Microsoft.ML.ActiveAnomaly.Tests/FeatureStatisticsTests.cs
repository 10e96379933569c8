using ActiveAnomaly.Data;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What rows are refused by, and how many values features are made of.</summary>
[TestClass]
public sealed class FeatureStatisticsTests
{
    [TestMethod]
    public void Fit_NoRows_Throws() => Assert.Contains("no rows", Throws<MixedRow>([], new()).Message);

    [TestMethod]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(float.NegativeInfinity, "-Infinity")]
    public void Fit_InfiniteNumber_ThrowsWithRowAndColumn(float value, string text)
    {
        var rows = MixedRows.All;
        rows[2].Rest[1] = value;
        var exception = Throws(rows, new());

        Assert.AreEqual(2L, exception.RowIndex);
        Assert.Contains($"Row 2, value 1 of column 'Rest', is {text} as a Single", exception.Message);
    }

    [TestMethod]
    [DataRow(new float[0], "has 0 values in column 'Rest', as null has; its type says 2")]
    [DataRow(new[] { 5f }, "has 1 values in column 'Rest'; its type says 2")]
    [DataRow(new[] { 5f, 6, 7 }, "has 3 values in column 'Rest'; its type says 2")]
    public void Fit_VectorOfAnotherLength_ThrowsWithRowAndColumn(float[] values, string text)
    {
        var rows = MixedRows.All;
        rows[2].Rest = values;
        var exception = Throws(rows, new());

        Assert.AreEqual(2L, exception.RowIndex);
        Assert.Contains("Row 2 " + text, exception.Message);
    }

    [TestMethod]
    public void Fit_VectorOfTextOfAnotherLength_ThrowsWithRowAndColumn() => Assert.Contains(
        "Row 1 has 1 values in column 'Tags'; its type says 2",
        Throws<VectorRow>(
            [
                new() { Tags = ["b", "a"], Counts = [1, 2], Flags = [true, false] },
                new() { Tags = ["a"], Counts = [1, 2], Flags = [true, false] },
            ],
            new() { LabelColumnName = null }).Message);

    [TestMethod]
    public void Fit_DoubleBeyondSingle_ThrowsWithRowAndColumn()
    {
        var rows = MixedRows.All;
        rows[1].Width = 1e300;

        Assert.Contains("Row 1, column 'Width', is Infinity as a Single", Throws(rows, new()).Message);
    }

    [TestMethod]
    public void Fit_MissingWithoutImputation_IsRefusedByTheTrainerWithTheColumn()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var chain = mlContext.ActiveAnomaly().PrepareFeatures(data.Schema).Append(mlContext.ActiveAnomaly().Trainers.IsolationForest());

        Assert.Contains(
            "Row 1, feature 0 ('Height') is NaN", Assert.ThrowsExactly<FeatureDataException>(() => chain.Fit(data)).Message);
    }

    [TestMethod]
    [DataRow(FeatureImputation.Median, FeatureScaling.None)]
    [DataRow(FeatureImputation.None, FeatureScaling.MinMax)]
    [DataRow(FeatureImputation.None, FeatureScaling.Robust)]
    public void Fit_MissingInEveryRow_Throws(FeatureImputation imputation, FeatureScaling scaling)
    {
        var rows = MixedRows.All;
        foreach (var row in rows)
        {
            row.Rest[1] = float.NaN;
        }

        Assert.Contains(
            "Value 1 of column 'Rest', is missing in every row",
            Throws(rows, new() { Imputation = imputation, Scaling = scaling }).Message);
    }

    [TestMethod]
    [DataRow(-3e38f, 3e38f, "wide")]
    [DataRow(0f, 1e-40f, "narrow")]
    public void Fit_RangeThatCannotBeScaled_Throws(float low, float high, string expected)
    {
        var rows = MixedRows.All;
        (rows[0].Height, rows[1].Height, rows[2].Height, rows[3].Height) = (low, low, high, high);

        foreach (var scaling in (FeatureScaling[])[FeatureScaling.MinMax, FeatureScaling.Robust])
        {
            var message = Throws(rows, new() { Scaling = scaling, Imputation = FeatureImputation.Median }).Message;
            Assert.Contains($"of column 'Height', from {low} to {high}, cannot be scaled", message);
            Assert.Contains(expected, message);
        }
    }

    [TestMethod]
    public void Fit_TextWithMoreValuesThanAllowed_ThrowsWithTheColumnAndTheRemedies()
    {
        var message = Throws(Rows.Raw(), new()
        {
            MostCategories = 79, IgnoredColumnNames = ["Group"],
        }).Message;

        Assert.Contains("Column 'Name' has more than 79 different texts", message);
        Assert.Contains("Ignore columns", message);
        Assert.Contains("MostCategories", message);
    }

    [TestMethod]
    public void Fit_TextWithAsManyValuesAsAllowed_TakesThem()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var features = mlContext.Prepared(data, new() { MostCategories = 80, IgnoredColumnNames = ["Group"] });

        // Height, Width, three of Rest, 80 names, IsNew, Count.
        Assert.HasCount(87, features[0]);
    }

    [TestMethod]
    public void Fit_KeysOfMoreValuesThanAllowed_ThrowsNamingEveryColumn()
    {
        var message = Throws(Rows.Raw(), new() { MostCategories = 6 }).Message;

        Assert.Contains("Column 'Name' has more than 6 different texts, column 'Group' has keys of 7 values", message);
    }

    [TestMethod]
    public void Fit_TextMissingInEveryRow_Throws()
    {
        var rows = MixedRows.All;
        foreach (var row in rows)
        {
            row.Color = string.Empty;
        }

        Assert.Contains("Column 'Color' holds no text in any row", Throws(rows, new()).Message);
    }

    [TestMethod]
    public void Fit_VectorsOfTextAndKeysAndWholeNumbers_GivesFeaturesOfEachValue()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View<VectorRow>(
        [
            new() { Tags = ["b", "a"], Counts = [1, 2], Flags = [true, false], Small = 1, Large = 0 },
            new() { Tags = ["", "b"], Counts = [3, 4], Flags = [false, false], Small = 0, Large = 9 },
        ]);

        var prepared = mlContext.Prepare(data, new() { LabelColumnName = null }).Fit(data).Transform(data);
        MixedRows.AreEqual(
            [[0, 1, 1, 0, 1, 2, 1, 0, 0, 1, 1, 0], [0, 0, 0, 1, 3, 4, 0, 0, 1, 0, 0, 0]],
            [.. prepared.GetColumn<float[]>("Features")]);
        CollectionAssert.AreEqual(
            (string[])["Tags.[0].a", "Tags.[0].b", "Tags.[1].a", "Tags.[1].b"],
            MixedRows.SlotNames(prepared.Schema["Features"])[..4]);
    }

    private static FeatureDataException Throws<T>(T[] rows, FeaturePreparationOptions options)
        where T : class
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(rows);
        return Assert.ThrowsExactly<FeatureDataException>(() => mlContext.Prepare(data, options).Fit(data));
    }

    private sealed class VectorRow
    {
        [VectorType(2)]
        public string[] Tags { get; set; } = [];

        [VectorType(2)]
        public int[] Counts { get; set; } = [];

        [VectorType(2)]
        public bool[] Flags { get; set; } = [];

        [KeyType(2)]
        public byte Small { get; set; }

        [KeyType(2)]
        public ulong Large { get; set; }
    }
}
