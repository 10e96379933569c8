using System.Globalization;

namespace ActiveAnomaly.Examples;

[TestClass]
public sealed class ActiveLearningExampleTests
{
    private static readonly Lazy<(ExampleRun Run, bool HasModel)> First = new(RunOnce);

    [TestMethod]
    public void Run_WithoutAName_EndsWell() => Assert.AreEqual(0, First.Value.Run.ExitCode, First.Value.Run.Error);

    /// <summary>The table's figures, as evaluate of the tool has them for the same data, seed and strategy.</summary>
    [TestMethod]
    public void Run_WithoutAName_HasSixStagesOfSixQuestions()
    {
        var stages = First.Value.Run.Output.Split('\n').SkipWhile(line => !line.StartsWith("stage", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !string.IsNullOrWhiteSpace(line))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();

        CollectionAssert.AreEqual((string[])["0", "6", "12", "18", "24", "30"], stages.Select(cells => cells[1]).ToArray());
        CollectionAssert.AreEqual((string[])["0", "5", "8", "14", "20", "26"], stages.Select(cells => cells[2]).ToArray());
        Assert.IsGreaterThan(0.95, double.Parse(stages[1][3], CultureInfo.InvariantCulture));

        // The first session is one of the ten, and the lowest of them in the end.
        double[] means = [.. stages.Select(cells => double.Parse(cells[5], CultureInfo.InvariantCulture))];
        Assert.IsGreaterThan(means[0] + 0.05, means[5]);
        Assert.IsGreaterThan(double.Parse(stages[5][3], CultureInfo.InvariantCulture) + 0.03, means[5]);
    }

    [TestMethod]
    public void Run_WithoutAName_SavesAModelThatScoresTheSame()
    {
        Assert.IsTrue(First.Value.HasModel);
        Assert.Contains("the same bits as in training: True", First.Value.Run.Output);
    }

    private static (ExampleRun Run, bool HasModel) RunOnce()
    {
        using var folder = new TemporaryFolder();
        return (ExampleRun.Of(folder), File.Exists(folder.File("ionosphere.zip")));
    }
}
