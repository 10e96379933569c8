using ActiveAnomaly.Data;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.WeakLabels;

[TestClass]
public sealed class WeakLabelDatasetTests
{
    /// <summary>Rows are scaled by their training part alone, and so they are loaded as they are in the file.</summary>
    [TestMethod]
    public void Load_AFile_LeavesTheNumbersAsTheyAre()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("few.csv", "a,b,Label\n-7,100,0\n2.5,300,0\n40,200,1\n");
        using var text = new StringWriter();
        var dataset = WeakLabelDataset.Load(
            DataSet.OfFile(path),
            GivenOptions.Of(WeakLabelExperiment.Table, 1),
            new CommandOutput(text, text, isJson: false),
            CancellationToken.None);

        Assert.AreEqual("few", dataset.Name);
        Assert.AreSequenceEqual([-7f, 100f, 2.5f, 300f, 40f, 200f], dataset.Rows.Values.ToArray());
        Assert.AreSequenceEqual([false, false, true], dataset.IsAbnormal);
    }

    /// <summary>
    /// Of 200 abnormal rows of 2,000, 50 of 500 are drawn from all over: their places average 99.5, with the standard error 57.7 / root 50,
    /// less what drawing without replacement takes, of 7.1. Five of these.
    /// </summary>
    [TestMethod]
    public void Sampled_AShare_IsDrawnFromAllOverEachClass()
    {
        var dataset = new WeakLabelDataset(
            "many",
            FeatureMatrix.Copy([.. Enumerable.Range(0, 2000).Select(row => (float)row)], 1),
            [.. Enumerable.Range(0, 2000).Select(row => row < 200)]).Sampled(500);

        int[] places = [.. dataset.Rows.Values.ToArray().Select(value => (int)value)];
        Assert.AreSequenceEqual(places.Distinct().Order(), places);
        Assert.AreSequenceEqual(places.Select(place => place < 200), dataset.IsAbnormal);
        Assert.AreEqual((500, 50), (places.Length, places.Count(place => place < 200)));
        Assert.AreEqual(99.5, places.Where(place => place < 200).Average(), 36);

        // 450 of 1,800: 519.6 / root 450, less what drawing without replacement takes, is 21.2.
        Assert.AreEqual(1099.5, places.Where(place => place >= 200).Average(), 107);
    }
}
