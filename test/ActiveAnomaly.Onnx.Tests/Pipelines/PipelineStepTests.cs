using ActiveAnomaly.Detectors.Forests;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>Each of ML.NET's steps that are written gives in ONNX Runtime what ML.NET gives, for missing and infinite values too.</summary>
[TestClass]
public sealed class PipelineStepTests
{
    private static readonly Dictionary<string, Func<TransformsCatalog, IEstimator<ITransformer>>> Exact = new()
    {
        ["copy of numbers"] = t => t.CopyColumns("R", "Rest"),
        ["copy of texts"] = t => t.CopyColumns("R", "Color"),
        ["copy of a key"] = t => t.CopyColumns("R", "Group"),
        ["concatenation of Single"] = t => t.Concatenate("R", "Height", "Rest", "Height"),
        ["concatenation of one column"] = t => t.Concatenate("R", "Rest"),
        ["concatenation of Double"] = t => t.Concatenate("R", "Width", "Doubles"),
        ["concatenation of whole numbers of 64 bits"] = t => t.Concatenate("R", "Number", "Number"),
        ["concatenation of bytes"] = t => t.Concatenate("R", "Small", "Small"),
        ["Double to Single"] = t => t.Conversion.ConvertType("R", "Doubles", DataKind.Single),
        ["Single to Double"] = t => t.Conversion.ConvertType("R", "Rest", DataKind.Double),
        ["Single to Boolean"] = t => t.Conversion.ConvertType("R", "Rest", DataKind.Boolean),
        ["Boolean to Single"] = t => t.Conversion.ConvertType("R", "IsNew", DataKind.Single),
        ["whole numbers to Single"] = t => t.Conversion.ConvertType("R", "Count", DataKind.Single),
        ["whole numbers of 64 bits to Single"] = t => t.Conversion.ConvertType("R", "Number", DataKind.Single),
        ["bytes to Single"] = t => t.Conversion.ConvertType("R", "Small", DataKind.Single),
        ["whole numbers to text"] = t => t.Conversion.ConvertType("R", "Count", DataKind.String),
        ["text to text"] = t => t.Conversion.ConvertType("R", "Color", DataKind.String),
        ["one-hot texts"] = t => t.Categorical.OneHotEncoding("R", "Color"),
        ["one-hot vectors of texts"] = t => t.Categorical.OneHotEncoding("R", "Colors"),
        ["one-hot vectors of texts, counted"] = t => t.Categorical.OneHotEncoding("R", "Colors", OneHotEncodingEstimator.OutputKind.Bag),
        ["one-hot texts, counted"] = t => t.Categorical.OneHotEncoding("R", "Color", OneHotEncodingEstimator.OutputKind.Bag),
        ["keys of texts"] = t => t.Categorical.OneHotEncoding("R", "Color", OneHotEncodingEstimator.OutputKind.Key),
        ["one-hot whole numbers"] = t => t.Categorical.OneHotEncoding("R", "Count"),
        ["one-hot truth values"] = t => t.Categorical.OneHotEncoding("R", "IsNew"),
        ["texts to keys"] = t => t.Conversion.MapValueToKey("R", "Color"),
        ["keys to vectors"] = t => t.Conversion.MapKeyToVector("R", "Group"),
        ["texts to keys to vectors"] = t => t.Conversion.MapValueToKey("R", "Color").Append(t.Conversion.MapKeyToVector("R")),
        ["map of texts to Single"] = t => t.Conversion.MapValue("R", [new("red", 1.5f), KeyValuePair.Create("blue", 2f)], "Color"),
        ["map of whole numbers to Single"] = t => t.Conversion.MapValue("R", [new(1, 1.5f), KeyValuePair.Create(2, 2f)], "Count"),
        ["map of texts to whole numbers"] = t => t.Conversion.MapValue("R", [new("red", 3L), KeyValuePair.Create("blue", 2L)], "Color"),
        ["missing to the default"] = t => t.ReplaceMissingValues("R", "Rest"),
        ["missing to the mean"] = t => t.ReplaceMissingValues("R", "Rest", MissingValueReplacingEstimator.ReplacementMode.Mean),
        ["missing to the least, one value"] =
            t => t.ReplaceMissingValues("R", "Height", MissingValueReplacingEstimator.ReplacementMode.Minimum),
        ["missing to the most frequent"] = t => t.ReplaceMissingValues("R", "Rest", MissingValueReplacingEstimator.ReplacementMode.Mode),
        ["whether missing"] = t => t.IndicateMissingValues("R", "Rest"),
        ["min-max"] = t => t.NormalizeMinMax("R", "Rest"),
        ["min-max, zero moved"] = t => t.NormalizeMinMax("R", "Rest", fixZero: false),
        ["min-max of one value"] = t => t.NormalizeMinMax("R", "Height", fixZero: false),
        ["mean and variance"] = t => t.NormalizeMeanVariance("R", "Rest", fixZero: false),
        ["logarithms' mean and variance"] = t => t.NormalizeLogMeanVariance("R", "Rest", useCdf: false),
        ["robust scaling"] = t => t.NormalizeRobustScaling("R", "Rest"),
        ["robust scaling, not centred"] = t => t.NormalizeRobustScaling("R", "Rest", centerData: false),
        ["features of which enough are there: all"] = t => t.FeatureSelection.SelectFeaturesBasedOnCount("R", "Rest", count: 1),
    };

    private static readonly IsolationForestDetector Small = new(new IsolationForestOptions { TreeCount = 2, Seed = 1 });

    private static readonly DetectorTrainerOptions Options = new() { FeatureColumnName = "Clean" };

    public static IEnumerable<object[]> Names => Exact.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void SaveOnnx_AStep_GivesTheBitsOfMLNet(string name) => AssertEqual(Exact[name], reload: false);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void SaveOnnx_ALoadedStep_GivesTheBitsOfMLNet(string name) => AssertEqual(Exact[name], reload: true);

    /// <summary>The products of a projection are added up in another order there.</summary>
    [TestMethod]
    public void SaveOnnx_PrincipalComponents_GivesTheValuesOfMLNet()
    {
        const double Tolerance = 1e-5;
        var (expected, actual) = Both(
            t => t.ReplaceMissingValues("Q", "Rest").Append(t.ProjectToPrincipalComponents("R", "Q", rank: 2)), reload: false);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(double.IsFinite(expected[i]), double.IsFinite(actual[i]), $"value {i}");
            if (double.IsFinite(expected[i]))
            {
                Assert.AreEqual(expected[i], actual[i], Tolerance * (1 + Math.Abs(expected[i])), $"value {i}");
            }
        }
    }

    private static void AssertEqual(Func<TransformsCatalog, IEstimator<ITransformer>> step, bool reload)
    {
        var (expected, actual) = Both(step, reload);
        Assert.IsGreaterThan(1, expected.Distinct().Count(), "Values that are all the same would show nothing.");
        CollectionAssert.AreEqual(expected, actual);
    }

    /// <summary>Gives a step's column, of a pipeline with a detector of other columns: from ML.NET and from ONNX Runtime.</summary>
    private static (double[] Expected, double[] Actual) Both(Func<TransformsCatalog, IEstimator<ITransformer>> step, bool reload)
    {
        var mlContext = new MLContext(1);
        var training = PipelineRow.View(mlContext, PipelineRow.Training());
        var unseen = PipelineRow.View(mlContext, [.. PipelineRow.Unseen(), .. PipelineRow.Training()]);
        var model = step(mlContext.Transforms).Append(mlContext.ActiveAnomaly().Trainers.Detector(Small, Options)).Fit(training);
        var written = PipelineScores.Bytes(
            mlContext, reload ? PipelineScores.Reloaded(model, training) : model, training, "R", "Score");
        return (PipelineScores.Column(model.Transform(unseen), "R"), PipelineScores.Run(written, unseen)["R"]);
    }
}
