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

    [TestMethod]
    [DataRow("Whole", "row 1", "as 0")]
    [DataRow("Truth", "row 2", "as false")]
    public void Fit_MissingWholeNumbersOrTruthValues_AreRefused(string column, string row, string value)
    {
        var mlContext = new MLContext(1);
        IDataView data = new DataFrame(
            new SingleDataFrameColumn("Other", [null, 2, 3]),
            column == "Whole"
                ? new Int32DataFrameColumn(column, [5, null, null])
                : new BooleanDataFrameColumn(column, [true, false, null]));
        var error = Assert.ThrowsExactly<FeatureDataException>(
            () => mlContext.Prepare(data, MixedRows.Options with { LabelColumnName = null }).Fit(data));

        Assert.Contains($"'{column}'", error.Message);
        Assert.Contains(row, error.Message);
        Assert.Contains(value, error.Message);
    }

    [TestMethod]
    [DataRow("split")]
    [DataRow("fold")]
    [DataRow("take")]
    [DataRow("shuffle")]
    [DataRow("filter")]
    [DataRow("predicate")]
    [DataRow("cache")]
    [DataRow("mapping")]
    public void Fit_MissingWholeNumbersBehindAnotherView_AreRefused(string step)
    {
        var mlContext = new MLContext(1);
        IDataView frame = new DataFrame(
            new SingleDataFrameColumn("Other", Enumerable.Range(0, 60).Select(row => (float?)row)),
            new Int32DataFrameColumn("Whole", Enumerable.Range(0, 60).Select(row => row == 4 ? null : (int?)row)));
        var operations = mlContext.Data;
        var data = step switch
        {
            "split" => operations.TrainTestSplit(frame, 0.2).TrainSet,
            "fold" => operations.CrossValidationSplit(frame, 2)[0].TrainSet,
            "take" => operations.TakeRows(frame, 50),
            "shuffle" => operations.ShuffleRows(frame),
            "filter" => operations.FilterRowsByColumn(frame, "Other", 0, 50),
            "predicate" => operations.FilterByCustomPredicate<OtherRow>(frame, row => row.Other > 50),
            "cache" => operations.Cache(frame),
            _ => mlContext.Transforms.CopyColumns("Copy", "Other").Fit(frame).Transform(frame),
        };

        Assert.Contains("'Whole' is Int32 and has empty cells, the first in row 4", Assert.ThrowsExactly<FeatureDataException>(
            () => mlContext.Prepare(data, MixedRows.Options with { LabelColumnName = null }).Fit(data)).Message);
    }

    [TestMethod]
    public void Fit_MissingWholeNumbersThatAnotherColumnTookThePlaceOf_AreNotAskedFor()
    {
        var mlContext = new MLContext(1);
        IDataView frame = new DataFrame(
            new Int32DataFrameColumn("Other", [1, 2, 3]), new Int32DataFrameColumn("Whole", [5, null, 7]));
        var data = mlContext.Transforms.CopyColumns("Whole", "Other").Fit(frame).Transform(frame);

        MixedRows.AreEqual([[1, 1], [2, 2], [3, 3]], mlContext.Prepared(data, MixedRows.Options with { LabelColumnName = null }));
    }

    [TestMethod]
    public void Fit_MissingTruthValuesOfALabelBehindAnotherView_AreRefused()
    {
        var mlContext = new MLContext(1);
        var frame = new DataFrame(new SingleDataFrameColumn("Other", [1, 2, 3]), new BooleanDataFrameColumn("Label", [true, null, false]));
        var chain = mlContext.Transforms.Concatenate("Features", "Other").Append(mlContext.ActiveAnomaly().Trainers.Default());

        Assert.Contains("'Label' is Boolean and has empty cells, the first in row 1", Assert.ThrowsExactly<FeatureDataException>(
            () => chain.Fit(frame)).Message);
    }

    [TestMethod]
    public void Fit_MissingTruthValuesOfTheLabel_AreRefused()
    {
        var mlContext = new MLContext(1);
        IDataView data = new DataFrame(
            new SingleDataFrameColumn("Other", [1, 2, 3]), new BooleanDataFrameColumn("Label", [true, null, false]));

        Assert.Contains("'Label' is Boolean", Assert.ThrowsExactly<FeatureDataException>(
            () => mlContext.Prepare(data).Fit(data)).Message);
    }

    [TestMethod]
    public void Fit_MissingTruthValuesOfAnIgnoredColumn_AreNotAskedFor()
    {
        var mlContext = new MLContext(1);
        IDataView data = new DataFrame(
            new SingleDataFrameColumn("Other", [1, 2, 3]), new BooleanDataFrameColumn("Aside", [true, null, false]));

        MixedRows.AreEqual(
            [[1], [2], [3]],
            mlContext.Prepared(data, MixedRows.Options with { LabelColumnName = null, IgnoredColumnNames = ["Aside"] }));
    }

    [TestMethod]
    public void ReadLabels_MissingTruthValues_AreUnlabeled()
    {
        IDataView data = new DataFrame(new BooleanDataFrameColumn("Label", [true, null, false]));

        Assert.AreSequenceEqual(
            [RowLabel.Abnormal, RowLabel.Unlabeled, RowLabel.Normal],
            PoolReader.ReadLabels(data, "Label", CancellationToken.None).Values.ToArray());
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

    /// <summary>What a predicate asks.</summary>
    private sealed class OtherRow
    {
        public float Other { get; set; }
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
