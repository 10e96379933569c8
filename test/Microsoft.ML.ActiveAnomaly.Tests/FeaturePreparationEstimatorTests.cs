using ActiveAnomaly.Data;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class FeaturePreparationEstimatorTests
{
    /// <summary>(x - min) * (1 / (max - min)) in Single: three roundings of at most 2^-24 of a value of at most 2.</summary>
    private const double ScalingTolerance = 4e-7;

    [TestMethod]
    public void Fit_ColumnsOfEveryKind_GivesTheirFeaturesInTheOrderOfTheSchema()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);

        MixedRows.AreEqual(MixedRows.Features, mlContext.ActiveAnomaly().PrepareFeatures(data.Schema).Fit(data).FeaturesOf(data));
    }

    [TestMethod]
    public void Fit_ColumnsOfEveryKind_NamesTheFeatures()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var options = MixedRows.Options with { Scaling = FeatureScaling.MinMax };
        var keys = mlContext.Transforms.Conversion.MapValueToKey("Group", "Color").Fit(data).Transform(data);

        CollectionAssert.AreEqual(
            (string[])["Height", "Width", "", "", "Color.blue", "Color.red", "IsNew", "Count", "Group.red", "Group.blue"],
            MixedRows.SlotNames(mlContext.Prepare(keys, options).Fit(keys).Transform(keys).Schema["Features"]));
    }

    [TestMethod]
    [DataRow(true, new[] { "Width", "Size.Height", "Size.Label" })]
    [DataRow(false, new[] { "Height", "Label" })]
    public void Fit_VectorWithSlotNames_KeepsThem(bool isOneOfTwo, string[] expected)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var vector = mlContext.Transforms.Concatenate("Size", "Height", "Label").Fit(data).Transform(data);
        string[] ignored = ["Rest", "Color", "IsNew", "Count", "Group", "Height", "Width"];
        var options = MixedRows.Options with { IgnoredColumnNames = isOneOfTwo ? ignored[..^1] : ignored };

        CollectionAssert.AreEqual(
            expected, MixedRows.SlotNames(mlContext.Prepare(vector, options).Fit(vector).Transform(vector).Schema["Features"]));
    }

    [TestMethod]
    public void Fit_Median_FillsInTheBitsOfTheMedians()
    {
        var mlContext = new MLContext(1);

        MixedRows.AreEqual(MixedRows.ImputedFeatures, mlContext.Prepared(mlContext.View(MixedRows.All)));
    }

    [TestMethod]
    [DataRow(float.MaxValue)]
    [DataRow(-3e38f)]
    [DataRow(float.Epsilon)]
    [DataRow(0.1f)]
    [DataRow(16777217f)]
    [DataRow(1 / 3f)]
    public void Fit_MedianOfOneValue_IsThatValueByItsBits(float value)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Numbers(value, float.NaN));

        MixedRows.AreEqual([[value], [value]], mlContext.Prepared(data, MixedRows.Options with { LabelColumnName = null }));
    }

    [TestMethod]
    public void Fit_MedianOfAnEvenNumber_IsTheMeanOfTheTwoInTheMiddle()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Numbers(7, 1, float.NaN, 2, 100));

        Assert.AreEqual(4.5f, mlContext.Prepared(data, MixedRows.Options with { LabelColumnName = null })[2][0]);
    }

    [TestMethod]
    public void Transform_MissingWhereTrainingHadNone_IsTheMedianToo()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Numbers(1, 2, 9));
        var later = mlContext.View(Numbers(float.NaN));

        MixedRows.AreEqual([[2]], mlContext.Prepare(data, MixedRows.Options with { LabelColumnName = null }).Fit(data).FeaturesOf(later));
    }

    [TestMethod]
    public void Fit_MinMax_ScalesNumbersAlone() => IsScaled(
        FeatureScaling.MinMax,
        [
            [0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0],
            [2 / 3.0, 1 / 3.0, 2 / 3.0, 1, 1, 0, 0, 0, 0, 0, 0],
            [2 / 3.0, 1 / 3.0, 2 / 3.0, 0.5, 0, 0, 1, 0.5, 0, 0, 1],
            [1, 1, 1, 0.5, 0, 1, 0, 0.5, 1, 0, 0],
        ]);

    /// <summary>
    /// Quartiles, by rank (n - 1) / 4 of the values that are there: Height 2 and 3.5, Width 15 and 30, Rest 1 and 2.5, 4.5 and 5.5, Count
    /// 1.25 and 2.75.
    /// </summary>
    [TestMethod]
    public void Fit_Robust_ScalesNumbersAlone() => IsScaled(
        FeatureScaling.Robust,
        [
            [-2 / 1.5, -10 / 15.0, -2 / 1.5, -1, 0, 1, 1, 2, 0, 1, 0],
            [0, 0, 0, 1, 1, 0, 0, -2, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1],
            [1 / 1.5, 20 / 15.0, 1 / 1.5, 0, 0, 1, 0, 0, 1, 0, 0],
        ]);

    [TestMethod]
    public void Fit_MinMax_GivesTheBitsOfMlNetsOwn()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var own = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false).Fit(data).FeaturesOf(data);

        MixedRows.AreEqual(own, mlContext.Prepared(data, new() { Scaling = FeatureScaling.MinMax }));
    }

    [TestMethod]
    public void Fit_RobustAndEqualQuartiles_ScalesByTheRange()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Numbers(5, 5, 5, 5, 3, 7));
        var options = new FeaturePreparationOptions { LabelColumnName = null, Scaling = FeatureScaling.Robust };

        MixedRows.AreEqual([[0], [0], [0], [0], [-0.5f], [0.5f]], mlContext.Prepared(data, options));
    }

    [TestMethod]
    [DataRow(FeatureScaling.MinMax)]
    [DataRow(FeatureScaling.Robust)]
    public void Fit_FeatureOfOneValue_BecomesZero(FeatureScaling scaling)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Numbers(5, 5));

        MixedRows.AreEqual([[0], [0]], mlContext.Prepared(data, new() { LabelColumnName = null, Scaling = scaling }));
    }

    [TestMethod]
    [DataRow(FeatureScaling.None)]
    [DataRow(FeatureScaling.MinMax)]
    public void Transform_TextNeverSeen_GivesZeros(FeatureScaling scaling)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var model = mlContext.Prepare(data, MixedRows.Options with { Scaling = scaling }).Fit(data);
        var later = MixedRows.All[..1];
        later[0].Color = "Red";

        CollectionAssert.AreEqual((float[])[0, 0], model.FeaturesOf(mlContext.View(later))[0][4..6]);
    }

    [TestMethod]
    public void Fit_RowsInAnotherOrder_GivesEveryRowTheSameFeatures()
    {
        var mlContext = new MLContext(1);
        var (data, reversed) = (mlContext.View(MixedRows.All), mlContext.View(MixedRows.All.Reverse().ToArray()));
        var options = MixedRows.Options with { Scaling = FeatureScaling.Robust };

        MixedRows.AreEqual(mlContext.Prepared(data, options), mlContext.Prepare(data, options).Fit(reversed).FeaturesOf(data));
    }

    [TestMethod]
    public void Fit_OtherData_StartsFresh()
    {
        var mlContext = new MLContext(1);
        var (data, part) = (mlContext.View(MixedRows.All), mlContext.View(MixedRows.All[..2]));
        var estimator = mlContext.Prepare(data, MixedRows.Options with { Scaling = FeatureScaling.MinMax });
        estimator.Fit(mlContext.View(MixedRows.All.Select(row => Changed(row, other => other.Color = "green")).ToArray()));
        var expected = mlContext.Prepare(data, MixedRows.Options with { Scaling = FeatureScaling.MinMax }).Fit(part).FeaturesOf(data);

        MixedRows.AreEqual(expected, estimator.Fit(part).FeaturesOf(data));
    }

    [TestMethod]
    public void Fit_Data_IsReadOnce()
    {
        var mlContext = new MLContext(1);
        var data = new CountingDataView(mlContext.View(MixedRows.All));
        mlContext.Prepare(data, MixedRows.Options with { Scaling = FeatureScaling.Robust }).Fit(data);

        Assert.AreEqual(1, data.CursorCount);
    }

    [TestMethod]
    public void Transform_Columns_StayAsTheyAre()
    {
        var mlContext = new MLContext(1);
        var keyed = mlContext.Transforms.Conversion.MapValueToKey("Kind", "Color").Fit(mlContext.View(MixedRows.All));
        var data = keyed.Transform(mlContext.View(MixedRows.All));
        var prepared = mlContext.Prepare(data).Fit(data).Transform(data);
        var before = mlContext.ActiveAnomaly().CreatePreview(data).Read([0, 1, 2, 3]);
        var after = mlContext.ActiveAnomaly().CreatePreview(prepared, [.. data.Schema.Select(column => column.Name)]).Read([0, 1, 2, 3]);

        CollectionAssert.AreEqual(before.Select(Text).ToArray(), after.Select(Text).ToArray());
        CollectionAssert.AreEquivalent(
            data.Schema.Select(column => column.Name).Append("Features").ToArray(),
            prepared.Schema.Where(column => !column.IsHidden).Select(column => column.Name).ToArray());

        static string Text(IReadOnlyDictionary<string, object> row) => string.Join("; ", row.OrderBy(value => value.Key).Select(
            value => $"{value.Key}: {value.Value.GetType().Name} "
                + string.Join(" ", value.Value is float[] vector ? vector.Cast<object>() : [value.Value])));
    }

    [TestMethod]
    public void Transform_DataWithoutTheLabel_GivesTheSameFeatures()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var unlabeled = mlContext.Transforms.DropColumns("Label").Fit(data).Transform(data);

        MixedRows.AreEqual(MixedRows.ImputedFeatures, mlContext.Prepare(data).Fit(data).FeaturesOf(unlabeled));
    }

    [TestMethod]
    public void Fit_InputColumnOfTheOutputsName_IsMadeFeaturesOf()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Transforms.CopyColumns("Features", "Width").Append(mlContext.Transforms.DropColumns("Width"))
            .Fit(mlContext.View(MixedRows.All)).Transform(mlContext.View(MixedRows.All));
        var options = MixedRows.Options with { IgnoredColumnNames = ["Height", "Rest", "Color", "IsNew", "Group"] };

        MixedRows.AreEqual([[5, 10], [-1, 20], [2, 20], [2, 40]], mlContext.Prepared(data, options));
    }

    [TestMethod]
    public void Options_EachChanged_ChangesTheResult()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var width = mlContext.Prepared(data)[0].Length;

        Assert.HasCount(width + 1, mlContext.Prepared(data, MixedRows.Options with { LabelColumnName = null })[0]);
        Assert.HasCount(width - 2, mlContext.Prepared(data, MixedRows.Options with { IgnoredColumnNames = ["Height", "Count"] })[0]);
        Assert.HasCount(width, mlContext.Prepared(data, MixedRows.Options with { OutputColumnName = "Inputs" })[0]);
    }

    [TestMethod]
    public void GetOutputSchema_OfEveryOption_IsTheShapeOfTheTransformed()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        foreach (var scaling in Enum.GetValues<FeatureScaling>())
        {
            var estimator = mlContext.Prepare(data, MixedRows.Options with { Scaling = scaling, OutputColumnName = "Inputs" });
            var shape = estimator.GetOutputSchema(Shapes.Of<MixedRow>(mlContext));

            CollectionAssert.AreEquivalent(
                estimator.Fit(data).Transform(data).Schema.Where(column => !column.IsHidden).Select(Shapes.Describe).ToArray(),
                shape.Select(Shapes.Describe).ToArray());
        }
    }

    [TestMethod]
    public void Fit_Log_SaysWhatWasUnderstood()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var data = mlContext.View(MixedRows.All);
        mlContext.Prepare(data, MixedRows.Options with { IgnoredColumnNames = ["Count"] }).Fit(data);

        Assert.AreEqual(
            "'Features' of numbers 'Height', 'Width', 'Rest'; truth values 'IsNew'; categories of 'Color' (2), 'Group' (3); left out "
            + "'Count', 'Label'; missing values, replaced by medians, in 'Height' (1), 'Width' (1), 'Rest' (2); scaling None.",
            log.From("FeaturePreparationEstimator; Fit").Single(message => message.Kind == ChannelMessageKind.Info).RawMessage);
    }

    [TestMethod]
    public void Fit_TextOfThreeThousandValues_TakesNoLongTime()
    {
        const int rowCount = 3000;
        var mlContext = new MLContext(1);
        var data = mlContext.View(Enumerable.Range(0, rowCount).Select(row => new TextRow { Text = $"value {row:D4}" }).ToArray());
        var options = new FeaturePreparationOptions { LabelColumnName = null, MostCategories = rowCount, Scaling = FeatureScaling.MinMax };
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var features = mlContext.Prepared(data, options);

        Assert.IsTrue(features.Index().All(row => row.Item[row.Index] == 1 && row.Item.Count(value => value != 0) == 1));

        // Measured: half a second. A search of all categories for every row and feature would take minutes.
        Assert.IsLessThan(TimeSpan.FromSeconds(20), clock.Elapsed);
    }

    [TestMethod]
    [DataRow(FeatureImputation.Median, FeatureScaling.None)]
    [DataRow(FeatureImputation.Median, FeatureScaling.MinMax)]
    [DataRow(FeatureImputation.Median, FeatureScaling.Robust)]
    public void Fit_Categories_AreToldToTrainers(FeatureImputation imputation, FeatureScaling scaling)
    {
        // Color is feature 4 and 5, Group 8 to 10.
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var options = MixedRows.Options with { Imputation = imputation, Scaling = scaling };
        var prepared = mlContext.Prepare(data, options).Fit(data).Transform(data);

        CollectionAssert.AreEqual(
            (CategoricalRange[])[new(4, 2), new(8, 3)],
            PoolReader.Read(prepared, "Features", labelColumnName: null, CancellationToken.None).Pool.CategoricalRanges.ToArray());
    }

    [TestMethod]
    public void Fit_CategoriesBesideNumbers_ChangesTheseAsWithout()
    {
        // Numbers beside categories are changed column by column, others all at once: to the same bits, also in a column of one value.
        var mlContext = new MLContext(1);
        var data = mlContext.View([.. MixedRows.All, .. MixedRows.All.Select(row => Changed(row, row => row.Height = 1 / 3f))]);
        foreach (var scaling in Enum.GetValues<FeatureScaling>())
        {
            var options = MixedRows.Options with { Scaling = scaling, IgnoredColumnNames = ["Count"] };
            var with = mlContext.Prepared(data, options);
            var without = mlContext.Prepared(data, options with { IgnoredColumnNames = ["Count", "Color", "Group"] });

            MixedRows.AreEqual(without, [.. with.Select(row => (float[])[.. row[..4], row[6]])]);
        }
    }

    private static void IsScaled(FeatureScaling scaling, double[][] expected)
    {
        var mlContext = new MLContext(1);
        var actual = mlContext.Prepared(mlContext.View(MixedRows.All), MixedRows.Options with { Scaling = scaling });
        for (var row = 0; row < expected.Length; row++)
        {
            Assert.HasCount(expected[row].Length, actual[row]);
            for (var i = 0; i < expected[row].Length; i++)
            {
                Assert.AreEqual(expected[row][i], actual[row][i], ScalingTolerance, $"Row {row}, feature {i}");
            }
        }
    }

    private static NumberRow[] Numbers(params float[] numbers) => [.. numbers.Select(number => new NumberRow { X = number })];

    private static MixedRow Changed(MixedRow row, Action<MixedRow> change)
    {
        change(row);
        return row;
    }

    private sealed class NumberRow
    {
        public float X { get; set; }
    }

    private sealed class TextRow
    {
        public string Text { get; set; } = string.Empty;
    }
}
