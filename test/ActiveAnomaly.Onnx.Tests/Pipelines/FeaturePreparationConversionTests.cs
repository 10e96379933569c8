using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>Prepared features without a detector, as ML.NET's own converter writes them.</summary>
[TestClass]
public sealed class FeaturePreparationConversionTests
{
    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void ConvertToOnnx_PreparedFeatures_GivesTheBitsOfMLNet(bool reload)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i => new Row
        {
            Large = i / 3.0, Small = i * 2, Count = i % 7, IsNew = i % 2 == 0, Pair = [i, -i], Word = i % 3 == 0 ? "red" : "blue",
        }));
        var model = mlContext.ActiveAnomaly().PrepareFeatures(data.Schema, labelColumnName: null, FeatureScaling.MinMax).Fit(data);
        using var file = new MemoryStream();
        mlContext.Model.ConvertToOnnx(reload ? PipelineScores.Reloaded(model, data) : model, data, file);

        CollectionAssert.AreEqual(
            PipelineScores.Column(model.Transform(data), "Features"), PipelineScores.Run(file.ToArray(), data)["Features.output"]);
    }

    private sealed class Row
    {
        public double Large { get; set; }

        public float Small { get; set; }

        public int Count { get; set; }

        public bool IsNew { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [];

        public string Word { get; set; } = string.Empty;
    }
}
