using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Which columns become features, and what is refused before any row is read.</summary>
[TestClass]
public sealed class PreparedColumnTests
{
    [TestMethod]
    public void PrepareFeatures_LabelColumnNotThere_ThrowsRatherThanLearnFromAnother()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Transforms.CopyColumns("label", "Label").Append(mlContext.Transforms.DropColumns("Label"))
            .Fit(mlContext.Pool()).Transform(mlContext.Pool());
        var catalog = mlContext.ActiveAnomaly();
        var exception = Assert.ThrowsExactly<ArgumentException>(() => catalog.PrepareFeatures(data.Schema));

        Assert.AreEqual("labelColumnName", exception.ParamName);
        Assert.Contains("no label column 'Label'; the columns are 'Features', 'label'", exception.Message);
        Assert.AreEqual("options.LabelColumnName", Assert.ThrowsExactly<ArgumentException>(
            () => catalog.PrepareFeatures(data.Schema, new FeaturePreparationOptions())).ParamName);
        Assert.IsNotNull(catalog.PrepareFeatures(data.Schema, labelColumnName: "label"));
    }

    [TestMethod]
    public void PrepareFeatures_IgnoredColumnNotThere_ThrowsWithItsName()
    {
        var exception = Throws<ArgumentException>(MixedRows.All, new() { IgnoredColumnNames = ["Height", "Haight"] });

        Assert.AreEqual("options.IgnoredColumnNames", exception.ParamName);
        Assert.Contains("no column 'Haight' to be ignored; the columns are 'Height', 'Width'", exception.Message);
    }

    [TestMethod]
    public void PrepareFeatures_TypesWithoutFeatures_ThrowsNamingThemAll()
    {
        var exception = Throws<ArgumentException>(new TimedRow[] { new() }, new());

        Assert.AreEqual("schema", exception.ParamName);
        Assert.Contains("'Day' (DateTime; make a number of it", exception.Message);
        Assert.Contains("'Zoned' (DateTimeOffset; make a number of it", exception.Message);
        Assert.Contains("'Span' (TimeSpan; make a number of it", exception.Message);
        Assert.Contains("'Any' (Vector<Single>, of no known size)", exception.Message);
        Assert.DoesNotContain("'Number'", exception.Message);
        Assert.Contains("IgnoredColumnNames", exception.Message);
    }

    [TestMethod]
    public void PrepareFeatures_TypesWithoutFeaturesIgnored_TakesTheOthers()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View<TimedRow>([new() { Number = 3 }]);

        MixedRows.AreEqual([[3]], mlContext.Prepared(data, new() { IgnoredColumnNames = ["Day", "Zoned", "Span", "Any"] }));
    }

    [TestMethod]
    public void PrepareFeatures_NoColumnLeft_Throws()
    {
        var exception = Throws<ArgumentException>(Rows.Pool(2), new() { IgnoredColumnNames = ["Features"], OutputColumnName = "Inputs" });

        Assert.AreEqual("schema", exception.ParamName);
        Assert.Contains("no column to make features of: the columns are 'Features', 'Label'", exception.Message);
    }

    [TestMethod]
    public void PrepareFeatures_HiddenColumn_IsLeftOut()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Transforms.Conversion.ConvertType("Features", outputKind: DataKind.Double)
            .Fit(mlContext.Pool(2)).Transform(mlContext.Pool(2));

        MixedRows.AreEqual([Rows.Features(0), Rows.Features(1)], mlContext.Prepared(data));
    }

    [TestMethod]
    [DataRow("LabelColumnName", " ")]
    [DataRow("OutputColumnName", "")]
    [DataRow("IgnoredColumnNames", "")]
    public void PrepareFeatures_NameEmpty_Throws(string option, string name)
    {
        var options = option switch
        {
            "LabelColumnName" => new FeaturePreparationOptions { LabelColumnName = name },
            "OutputColumnName" => new FeaturePreparationOptions { OutputColumnName = name },
            _ => new FeaturePreparationOptions { IgnoredColumnNames = [name] },
        };

        Assert.AreEqual("options." + option, Throws<ArgumentException>(MixedRows.All, options).ParamName);
    }

    [TestMethod]
    public void PrepareFeatures_OptionOutOfRange_ThrowsWithItsName()
    {
        Assert.AreEqual("options.Scaling", OutOfRange(new() { Scaling = (FeatureScaling)7 }));
        Assert.AreEqual("options.Imputation", OutOfRange(new() { Imputation = (FeatureImputation)7 }));
        Assert.AreEqual("options.MostCategories", OutOfRange(new() { MostCategories = 0 }));
        var mlContext = new MLContext(1);
        Assert.AreEqual("scaling", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => mlContext.ActiveAnomaly().PrepareFeatures(mlContext.Pool().Schema, scaling: (FeatureScaling)7)).ParamName);

        static string? OutOfRange(FeaturePreparationOptions options) =>
            Throws<ArgumentOutOfRangeException>(MixedRows.All, options).ParamName;
    }

    [TestMethod]
    public void PrepareFeatures_OutputThatWouldHideTheLabel_Throws() => Assert.Contains(
        "which is the label column", Throws<ArgumentException>(MixedRows.All, new() { OutputColumnName = "Label" }).Message);

    [TestMethod]
    public void PrepareFeatures_Null_ThrowsWithTheName()
    {
        var catalog = new MLContext(1).ActiveAnomaly();
        var schema = new MLContext(1).Pool().Schema;

        Assert.AreEqual("schema", Assert.ThrowsExactly<ArgumentNullException>(() => catalog.PrepareFeatures(null!)).ParamName);
        Assert.AreEqual("options", Assert.ThrowsExactly<ArgumentNullException>(
            () => catalog.PrepareFeatures(schema, options: null!)).ParamName);
        Assert.AreEqual("options.IgnoredColumnNames", Assert.ThrowsExactly<ArgumentNullException>(
            () => catalog.PrepareFeatures(schema, new FeaturePreparationOptions { IgnoredColumnNames = null! })).ParamName);
    }

    [TestMethod]
    public void Fit_ColumnMissing_ThrowsWithItsName() => Differs(
        (mlContext, data) => mlContext.Transforms.DropColumns("Width").Fit(data).Transform(data),
        "no column 'Width', which features are made of; the columns are 'Height', 'Rest'");

    [TestMethod]
    public void Fit_ColumnOfAnotherType_ThrowsWithBothTypes() => Differs(
        (mlContext, data) => mlContext.Transforms.Conversion.ConvertType("Width", outputKind: DataKind.Single).Fit(data).Transform(data),
        "'Width' is Single; in the schema that PrepareFeatures was given it is Double");

    [TestMethod]
    public void Fit_VectorOfAnotherSize_ThrowsWithBothTypes() => Differs(
        (mlContext, data) => mlContext.Transforms.Concatenate("Rest", "Height", "Label", "Height").Fit(data).Transform(data),
        "'Rest' is Vector<Single, 3>; in the schema that PrepareFeatures was given it is Vector<Single, 2>");

    [TestMethod]
    public void Fit_KeysOfOtherValues_TakesThoseOfTheRows()
    {
        var mlContext = new MLContext(1);
        var options = MixedRows.Options with { LabelColumnName = null, Scaling = FeatureScaling.MinMax };
        var estimator = mlContext.Prepare(Keyed("a", "b", "c"), options);

        MixedRows.AreEqual([[1, 0], [0, 1], [1, 0]], estimator.Fit(Keyed("d", "e", "d")).FeaturesOf(Keyed("d", "e", "d")));

        IDataView Keyed(params string[] texts)
        {
            var rows = mlContext.View(texts.Select(text => new TextRow { Text = text }).ToArray());
            return mlContext.Transforms.Conversion.MapValueToKey("Key", "Text").Append(mlContext.Transforms.DropColumns("Text"))
                .Fit(rows).Transform(rows);
        }
    }

    [TestMethod]
    public void Fit_FurtherColumn_IsLeftOut()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var more = mlContext.Transforms.CopyColumns("More", "Height").Fit(data).Transform(data);

        MixedRows.AreEqual(MixedRows.ImputedFeatures, mlContext.Prepare(data).Fit(more).FeaturesOf(more));
    }

    [TestMethod]
    public void GetOutputSchema_ShapeOfOtherColumns_ThrowsWithTheName()
    {
        var mlContext = new MLContext(1);
        var estimator = mlContext.Prepare(mlContext.View(MixedRows.All));

        Assert.Contains("no column 'Height'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => estimator.GetOutputSchema(Shapes.Of<PoolRow>(mlContext))).Message);
        Assert.Contains("'Height' is Scalar of Double", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => estimator.GetOutputSchema(Shapes.Of<DoubleRow>(mlContext))).Message);
    }

    [TestMethod]
    public void FitAndGetOutputSchema_Null_ThrowWithTheName()
    {
        var mlContext = new MLContext(1);
        var estimator = mlContext.Prepare(mlContext.View(MixedRows.All));

        Assert.AreEqual("input", Assert.ThrowsExactly<ArgumentNullException>(() => estimator.Fit(null!)).ParamName);
        Assert.AreEqual("inputSchema", Assert.ThrowsExactly<ArgumentNullException>(() => estimator.GetOutputSchema(null!)).ParamName);
    }

    private static void Differs(Func<MLContext, IDataView, IDataView> change, string message)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mlContext.Prepare(data).Fit(change(mlContext, data)));

        Assert.AreEqual("input", exception.ParamName);
        Assert.Contains(message, exception.Message);
    }

    private static TException Throws<TException>(object[] rows, FeaturePreparationOptions options)
        where TException : Exception
    {
        var mlContext = new MLContext(1);
        var data = rows switch
        {
            MixedRow[] mixed => mlContext.View(mixed),
            TimedRow[] timed => mlContext.View(timed),
            _ => mlContext.View((PoolRow[])rows),
        };
        return Assert.ThrowsExactly<TException>(() => mlContext.ActiveAnomaly().PrepareFeatures(data.Schema, options));
    }

    private sealed class TimedRow
    {
        public float Number { get; set; }

        public DateTime Day { get; set; }

        public DateTimeOffset Zoned { get; set; }

        public TimeSpan Span { get; set; }

        public float[] Any { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class TextRow
    {
        public string Text { get; set; } = string.Empty;
    }

    private sealed class DoubleRow
    {
        public double Height { get; set; }
    }
}
