using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Tool.WeakLabels;

[TestClass]
public sealed class ToyDataTests
{
    [TestMethod]
    [DataRow(ToyData.Clustered)]
    [DataRow(ToyData.Scattered)]
    [DataRow(ToyData.Novel)]
    public void Of_AnyCase_HasThirtyLabelledAndTwentyHiddenAnomalies(string name)
    {
        var data = ToyData.Of(name, new SeededRandom(1));

        Assert.AreEqual((1030, 30), (data.Training.RowCount, data.Labels.AbnormalRows.Count));
        Assert.AreEqual(0.02, data.Contamination);
        Assert.AreEqual((1000, 50), (data.Test.RowCount, data.TestTruth.Count(value => value)));
    }

    /// <summary>Six standard deviations of 0.03 reach 0.18 from the cluster's centre.</summary>
    [TestMethod]
    public void Of_Clustered_HasAllAnomaliesInOnePlace()
    {
        var data = ToyData.Of(ToyData.Clustered, new SeededRandom(1));
        Assert.IsTrue(Abnormal(data).All(point => Distance(point, 0.75, 0.25) < 0.18));
        Assert.IsTrue(Labelled(data).All(point => Distance(point, 0.75, 0.25) < 0.18));
    }

    [TestMethod]
    public void Of_Scattered_HasAnomaliesEverywhereButNearNormalRows()
    {
        var data = ToyData.Of(ToyData.Scattered, new SeededRandom(1));

        Assert.IsTrue(
            Abnormal(data).Concat(Labelled(data)).All(point => Distance(point, 0.3, 0.3) >= 0.2 && Distance(point, 0.6, 0.55) >= 0.2));
        Assert.IsGreaterThan(0.25, Abnormal(data).Max(point => point.X) - Abnormal(data).Average(point => point.X));
    }

    [TestMethod]
    public void Of_Novel_HasAPlaceThatOnlyTestRowsAreIn()
    {
        var data = ToyData.Of(ToyData.Novel, new SeededRandom(1));

        Assert.AreEqual(25, Abnormal(data).Count(point => Distance(point, 0.25, 0.75) < 0.18));
        Assert.AreEqual(25, Abnormal(data).Count(point => Distance(point, 0.75, 0.25) < 0.18));
        Assert.IsFalse(
            Points(data.Training, Enumerable.Range(0, data.Training.RowCount)).Any(point => Distance(point, 0.25, 0.75) < 0.18));
    }

    [TestMethod]
    public void Of_SameSeed_GivesTheSameBits() => Assert.AreSequenceEqual(
        ToyData.Of(ToyData.Novel, new SeededRandom(3)).Test.Values.ToArray(),
        ToyData.Of(ToyData.Novel, new SeededRandom(3)).Test.Values.ToArray());

    /// <summary>
    /// Of a hundred rows thirty are labelled; of the other seventy 7, or 7.7 rounded, are hidden. Two features are moved of eight, and of
    /// six, for a part of a quarter counts as one.
    /// </summary>
    [TestMethod]
    [DataRow(8, 0.1, 7)]
    [DataRow(6, 0.1, 7)]
    [DataRow(8, 0.11, 8)]
    public void Scalability_AnySize_MovesAQuarterOfTheFeatures(int featureCount, double contamination, int hiddenCount)
    {
        var data = ScalabilityData.Of(100, featureCount, new WeakLabelOptions { Contamination = contamination }, new SeededRandom(1));

        Assert.AreEqual(30 + hiddenCount, data.TestTruth.Count(value => value));
        Assert.AreEqual(30, data.Labels.LabeledCount);
        Assert.AreEqual(hiddenCount / 70.0, data.Contamination);
        Assert.IsTrue(
            Enumerable.Range(0, 100).Where(row => data.TestTruth[row]).Any(row => data.Training.Row(row)[1] > 0.75f),
            "No row is moved in its second feature.");
        for (var row = 0; row < 100; row++)
        {
            var values = data.Training.Row(row).ToArray();
            Assert.IsTrue(values[..2].All(value => data.TestTruth[row] ? value is >= 0.5f and <= 1 : value is >= 0.25f and <= 0.75f));
            Assert.IsTrue(values[2..].All(value => value is >= 0.25f and <= 0.75f));
        }
    }

    private static List<(double X, double Y)> Abnormal(WeakLabelData data) =>
        Points(data.Test, Enumerable.Range(0, data.Test.RowCount).Where(row => data.TestTruth[row]));

    private static List<(double X, double Y)> Labelled(WeakLabelData data) => Points(data.Training, data.Labels.AbnormalRows);

    private static List<(double X, double Y)> Points(FeatureMatrix rows, IEnumerable<int> wanted) =>
        [.. wanted.Select(row => ((double)rows.Row(row)[0], (double)rows.Row(row)[1]))];

    private static double Distance((double X, double Y) point, double x, double y) =>
        Math.Sqrt(((point.X - x) * (point.X - x)) + ((point.Y - y) * (point.Y - y)));
}
