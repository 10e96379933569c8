using ActiveAnomaly.Onnx;

namespace UserCode;

/// <summary>A detector of one's own joins without knowing of ONNX.</summary>
[TestClass]
public sealed class MedianModelTests
{
    [TestMethod]
    public void ToBytes_OfAUsersModel_GivesItsScoresAndProbabilities()
    {
        var request = DataSets.Read(DataSets.Shipped);
        var model = new MedianDetector(new MedianOptions { Seed = 1 }).Fit(request).Model;
        float[] rows = [.. request.Pool.Values, .. Enumerable.Repeat(float.NaN, 33), .. Enumerable.Repeat(float.PositiveInfinity, 33)];
        var actual = OnnxScores.Of(model, rows);
        float[] expected = [.. model.Score(request.Pool), float.NaN, float.MaxValue];
        CollectionAssert.AreEqual(expected, actual.Scores);
        CollectionAssert.AreEqual(expected.Select(score => score / (score + 1)).ToArray(), actual.Probabilities);
        CollectionAssert.AreEqual(expected.Select(score => score > model.Threshold).ToArray(), actual.Labels);
    }
}
