using ActiveAnomaly.Detectors.Forests;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Onnx.Pages;

/// <summary>The function for Spark of docs/onnx-at-scale.md, word for word, against the scores of ML.NET.</summary>
[TestClass]
public sealed class SparkPageTests
{
    private const string ModelName = "payments.onnx";

    [TestMethod]
    [DataRow(2000, DisplayName = "one batch")]
    [DataRow(700, DisplayName = "three batches")]
    [DataRow(1, DisplayName = "a row each")]
    public void Score_MissingNumbersAndTexts_GivesTheBitsOfMLNet(int batchSize)
    {
        PythonPage.RequirePython();
        using var folder = new TemporaryFolder();
        var rows = Payment.Make(seed: 2, count: 2000);
        var expected = SavedModel(folder, rows);

        var actual = PythonPage.Run(folder, folder.File(ModelName), Columns(rows), batchSize)["score"];

        Assert.IsNotNull(actual);
        float[] scores = [.. actual.AsArray().Select(score => (float)score!)];
        CollectionAssert.AreEqual(expected, scores);
        Assert.IsGreaterThan(100, expected.Distinct().Count());
    }

    [TestMethod]
    [DataRow("items", "int32", "ValueError: items: 2 of 20 rows have no value, and a int32 needs one; leave these rows out.")]
    [DataRow("is_new", "bool", "ValueError: is_new: 2 of 20 rows have no value, and a bool needs one; leave these rows out.")]
    public void Score_AMissingValueThatOnnxCannotHold_IsRefused(string column, string type, string message) => AssertRefused(
        column, columns => (type, [null, null, .. columns[column].Values[2..]]), message);

    [TestMethod]
    [DataRow("items", "int64", "TypeError: Cannot cast array data from dtype('int64') to dtype('int32') according to the rule 'safe'")]
    [DataRow("items", "float64", "TypeError: Cannot cast array data from dtype('float64') to dtype('int32') according to the rule 'safe'")]
    public void Score_NumbersThatMayNotFit_AreRefused(string column, string type, string message) => AssertRefused(
        column, columns => (type, columns[column].Values), message);

    private static void AssertRefused(
        string column,
        Func<Dictionary<string, (string Type, object?[] Values)>, (string Type, object?[] Values)> change,
        string message)
    {
        PythonPage.RequirePython();
        using var folder = new TemporaryFolder();
        var rows = Payment.Make(seed: 2, count: 20);
        SavedModel(folder, rows);
        var columns = Columns(rows);
        columns[column] = change(columns);

        Assert.AreEqual(message, (string?)PythonPage.Run(folder, folder.File(ModelName), columns, batchSize: 20)["error"]);
    }

    /// <summary>Trains on other rows, writes the pipeline, and gives ML.NET's scores of these.</summary>
    private static float[] SavedModel(TemporaryFolder folder, Payment[] rows)
    {
        var mlContext = new MLContext(1);
        var training = mlContext.Data.LoadFromEnumerable(Payment.Make(seed: 1, count: 400));
        var model = mlContext.ActiveAnomaly()
            .PrepareFeatures(
                training.Schema, new FeaturePreparationOptions { Imputation = FeatureImputation.Median, LabelColumnName = null })
            .Append(mlContext.ActiveAnomaly().Trainers.IsolationForest(new IsolationForestOptions { Seed = 1 }))
            .Fit(training);
        mlContext.ActiveAnomaly().SaveOnnx(model, training, folder.File(ModelName));
        return [.. model.Transform(mlContext.Data.LoadFromEnumerable(rows)).GetColumn<float>("Score")];
    }

    private static Dictionary<string, (string Type, object?[] Values)> Columns(Payment[] rows) => new()
    {
        ["amount"] = ("float32", [.. rows.Select(row => float.IsNaN(row.Amount) ? (object?)null : row.Amount)]),
        ["currency"] = ("string", [.. rows.Select(row => row.Currency.Length == 0 ? null : row.Currency)]),
        ["items"] = ("int32", [.. rows.Select(row => (object?)row.Items)]),
        ["is_new"] = ("bool", [.. rows.Select(row => (object?)row.IsNew)]),
    };
}
