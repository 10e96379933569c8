using ActiveAnomaly.Data;
using Microsoft.Data.Analysis;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>A DataFrame of Microsoft.Data.Analysis as the data: what its missing cells become.</summary>
[TestClass]
public sealed class DataFrameTests
{
    [TestMethod]
    public void Fit_DefaultTrainerOnNumbersTruthValuesAndText_FindsTheAnomalies()
    {
        var mlContext = new MLContext(1);
        IDataView data = Frame();
        var model = mlContext.Prepare(data, MixedRows.Options with { LabelColumnName = null })
            .Append(mlContext.ActiveAnomaly().Trainers.Default(labelColumnName: null))
            .Fit(data);
        float[] scores = [.. model.Transform(data).GetColumn<float>("Score")];

        CollectionAssert.AreEquivalent(
            (int[])[9, 34], scores.Index().OrderByDescending(row => row.Item).Take(2).Select(row => row.Index).ToArray());
    }

    [TestMethod]
    public void Fit_MissingCells_AreFilledInAndNoCategory()
    {
        var mlContext = new MLContext(1);
        IDataView data = Frame();
        var features = mlContext.Prepared(data, MixedRows.Options with { LabelColumnName = null });

        // Length, Weight, IsHeavy, Color.blue, Color.red. Medians are the 25th of 49 values, 0 to 49 without 3 and 9, or without 5.
        CollectionAssert.AreEqual((float[])[0, 0, 1, 0, 1], features[0]);
        Assert.AreEqual((26f, 25f), (features[3][0], features[5][1]));
        CollectionAssert.AreEqual((float[])[0, 0], features[7][3..]);
    }

    [TestMethod]
    public void Fit_MissingCellsWithoutImputation_AreRefused()
    {
        var mlContext = new MLContext(1);
        IDataView data = Frame();
        var chain = mlContext.ActiveAnomaly().PrepareFeatures(data.Schema, labelColumnName: null)
            .Append(mlContext.ActiveAnomaly().Trainers.Default(labelColumnName: null));

        Assert.Contains(
            "Row 3, feature 0 ('Length') is NaN", Assert.ThrowsExactly<FeatureDataException>(() => chain.Fit(data)).Message);
    }

    /// <summary>What the documentation warns of: should a later DataFrame hand them on as missing, it can go.</summary>
    [TestMethod]
    public void Fit_MissingWholeNumbersAndTruthValues_ArriveAsZeroAndFalse()
    {
        var mlContext = new MLContext(1);
        IDataView data = new DataFrame(
            new Int32DataFrameColumn("Whole", [5, null]), new BooleanDataFrameColumn("Truth", [true, null]));

        MixedRows.AreEqual([[5, 1], [0, 0]], mlContext.Prepared(data, MixedRows.Options with { LabelColumnName = null }));
    }

    [TestMethod]
    public void Fit_WholeNumbersMadeSingleBefore_AreMissingWhereTheirCellsAre()
    {
        var mlContext = new MLContext(1);
        var whole = new Int32DataFrameColumn("Whole", [5, null, 7]);
        IDataView data = new DataFrame(new SingleDataFrameColumn("Whole", whole.Select(value => (float?)value)));

        MixedRows.AreEqual([[5], [6], [7]], mlContext.Prepared(data, MixedRows.Options with { LabelColumnName = null }));
    }

    [TestMethod]
    public void PrepareFeatures_Times_AreRefusedByName()
    {
        IDataView data = new DataFrame(new DateTimeDataFrameColumn("Day", [new DateTime(2020, 1, 1)]));

        Assert.Contains("'Day' (DateTime", Assert.ThrowsExactly<ArgumentException>(
            () => new MLContext(1).ActiveAnomaly().PrepareFeatures(data.Schema, labelColumnName: null)).Message);
    }

    /// <summary>Gives rows of which two, 9 and 34, are of a color of their own, and far longer than the others.</summary>
    private static DataFrame Frame()
    {
        var rows = Enumerable.Range(0, 50).ToArray();
        return new DataFrame(
            new DoubleDataFrameColumn("Length", rows.Select(row => row == 3 ? null : (double?)(row % 25 == 9 ? 100 * row : row))),
            new SingleDataFrameColumn("Weight", rows.Select(row => row == 5 ? null : (float?)row)),
            new BooleanDataFrameColumn("IsHeavy", rows.Select(row => (bool?)(row % 2 == 0))),
            new StringDataFrameColumn("Color", rows.Select(row => row == 7 ? null : row % 25 == 9 ? "blue" : "red")));
    }
}
