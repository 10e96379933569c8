using System.Globalization;
using System.Text.Json;

namespace ActiveAnomaly.Tool.Training;

/// <summary>Probabilities and thresholds for a rate of false alarms, from train to score and evaluate.</summary>
[TestClass]
public sealed class TrainProbabilityTests
{
    [TestMethod]
    public void Run_Probability_IsInTheScoresAndMeasured()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", Table(200));
        var document = Train(folder, path, "--probability");
        Assert.IsTrue(document.GetProperty("hasProbability").GetBoolean());
        CommandRun.Of("score", path, "--model", folder.File("model.zip"), "--output", folder.File("scores")).Succeeds();
        string[] lines = File.ReadAllLines(folder.File("scores", "numbers.csv"));
        Assert.AreEqual("line,score,abnormal,probability", lines[0]);
        double[] probabilities = [.. lines[1..].Select(line => double.Parse(line.Split(',')[3], CultureInfo.InvariantCulture))];
        double[] truth = [.. File.ReadLines(path).Skip(1).Select(line => line.EndsWith(",1", StringComparison.Ordinal) ? 1.0 : 0)];
        Assert.IsTrue(Array.TrueForAll(probabilities, p => p is >= 0 and <= 1));
        using var measured = JsonDocument.Parse(
            CommandRun.Of("evaluate", path, "--model", folder.File("model.zip"), "--json").Succeeds().Output);
        var quality = measured.RootElement.GetProperty("dataSets")[0].GetProperty("probability");
        Assert.AreEqual(
            truth.Zip(probabilities, (y, p) => (p - y) * (p - y)).Average(), quality.GetProperty("brier").GetDouble(), 1e-6);
    }

    [TestMethod]
    public void Run_FewLabels_WarnsAndWritesNoProbability()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", Table(20));
        var run = CommandRun.Of("train", path, "--output", folder.File("model.zip"), "--probability");
        Assert.Contains("There is no probability", run.Succeeds().Output);
        CommandRun.Of("score", path, "--model", folder.File("model.zip"), "--output", folder.File("scores")).Succeeds();
        Assert.AreEqual("line,score,abnormal", File.ReadLines(folder.File("scores", "numbers.csv")).First());
    }

    [TestMethod]
    public void Run_FalseAlarmRate_MovesTheThresholdAndSaysWhatItRestsOn()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", Table(200));
        var (strict, loose) = (
            Train(folder, path, "--false-alarm-rate", "0.02"), Train(folder, path, "--false-alarm-rate", "0.2"));
        Assert.IsLessThan(strict.GetProperty("threshold").GetDouble(), loose.GetProperty("threshold").GetDouble());
        Assert.AreEqual(0.2, loose.GetProperty("falseAlarmRate").GetDouble());
        var run = CommandRun.Of("train", path, "--output", folder.File("model.zip"), "--false-alarm-rate", "0.1").Succeeds();
        Assert.Contains("With confidence 95 % at most 10 % of normal rows", run.Output);
    }

    [TestMethod]
    public void Run_FalseAlarmRateBeyondTheRows_SaysHowManyWouldDo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", Table(100));
        CommandRun.Of("train", path, "--output", folder.File("model.zip"), "--false-alarm-rate", "0.001").IsRefused("takes 2995 rows");
        Assert.IsFalse(File.Exists(folder.File("model.zip")));
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("1")]
    [DataRow("many")]
    public void Run_FalseAlarmRateOutOfRange_IsWrongUsage(string rate)
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("train", folder.Write("numbers.csv", Table(20)), "--false-alarm-rate", rate)
            .IsMisused($"--false-alarm-rate is '{rate}'");
    }

    /// <summary>Every fifth row is abnormal, and most of these lie apart.</summary>
    private static string Table(int rowCount) => "x,y,abnormal\n" + string.Concat(Enumerable.Range(0, rowCount).Select(row =>
    {
        var (x, y) = (row * 37 % 101 / 101.0, row * 53 % 97 / 97.0);
        var isAbnormal = row % 5 == 4;
        var shift = isAbnormal && row % 25 != 4 ? 0.6 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{x + shift},{y + shift},{(isAbnormal ? 1 : 0)}\n");
    }));

    private static JsonElement Train(TemporaryFolder folder, string path, params string[] arguments)
    {
        var run = CommandRun.Of(["train", path, "--output", folder.File("model.zip"), "--json", .. arguments]).Succeeds();
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
