namespace ActiveAnomaly.Examples;

[TestClass]
public sealed class ProgramTests
{
    private static readonly string[] Names = ["active-learning", "ionosphere", "cross-validation", "text-columns"];

    [TestMethod]
    [DataRow("nonsense")]
    [DataRow("text-columns")]
    [DataRow("ionosphere", "a.csv")]
    public void Run_UnknownName_ListsTheExamples(params string[] args)
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Of(folder, args);

        Assert.AreEqual(2, run.ExitCode);
        Assert.Contains($"'{string.Join(' ', args)}'", run.Error);
        Assert.IsEmpty(Names.Where(name => !run.Error.Contains(name, StringComparison.Ordinal)));
        Assert.IsEmpty(run.Output);
    }

    [TestMethod]
    public void Run_Help_ListsTheExamples()
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Of(folder, "--help");

        Assert.AreEqual(0, run.ExitCode);
        Assert.IsEmpty(Names.Where(name => !run.Output.Contains(name, StringComparison.Ordinal)));
    }
}
