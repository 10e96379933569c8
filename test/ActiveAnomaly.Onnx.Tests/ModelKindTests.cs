using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Onnx;

/// <summary>Every kind of model gives in ONNX Runtime what it gives here.</summary>
[TestClass]
public sealed class ModelKindTests
{
    /// <summary>What products of single precision leave: matrices multiply in another order there.</summary>
    private const float Tolerance = 1e-5f;

    /// <summary>The members of ensembles and combinations go through every data set; they themselves through two.</summary>
    private static readonly string[] ForMembers = ["cardio", "glass", "mnist", "optdigits"];

    public static IEnumerable<object[]> Kinds =>
        from kind in GivenDetectors.Names
        from dataSet in (string[])[DataSets.Shipped, "arrhythmia", .. ForMembers]
        where !(GivenDetectors.HasMembers(kind) && ForMembers.Contains(dataSet))
        select new object[] { kind, dataSet };

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Scores_OfADataSet_AreTheModels(string kind, string dataSet)
    {
        var request = DataSets.Read(dataSet);
        var model = GivenModels.Of(kind, dataSet);
        var expected = model.Score(request.Pool);
        AssertSame(
            model,
            expected,
            dataSet == DataSets.Shipped ? GivenModels.Scores(kind, request.Pool.Values) : OnnxScores.Of(model, request.Pool.Values));
        // The fewest different scores have models of a few trees, which a method may leave of a forest.
        Assert.IsGreaterThan(expected.Length / 20, expected.Distinct().Count(), "Scores that are all the same would show nothing.");
    }

    internal static void AssertSame(DetectorModel model, float[] expected, OnnxScores actual)
    {
        Assert.HasCount(expected.Length, actual.Scores);
        for (var row = 0; row < expected.Length; row++)
        {
            var allowed = Tolerance * (1 + Math.Abs(expected[row]));
            Assert.AreEqual(expected[row], actual.Scores[row], allowed, $"row {row}");
            Assert.AreEqual(actual.Scores[row] > model.Threshold, actual.Labels[row], $"label of row {row}");
            if (Math.Abs(expected[row] - model.Threshold) > allowed)
            {
                Assert.AreEqual(model.IsAbnormal(expected[row]), actual.Labels[row], $"label of row {row}");
            }
        }
    }
}
