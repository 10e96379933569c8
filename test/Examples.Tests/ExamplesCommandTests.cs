using System.CommandLine;

namespace ActiveAnomaly.Examples;

[TestClass]
public sealed class ExamplesCommandTests
{
    [TestMethod]
    [DataRow("demo")]
    [DataRow("benchmark")]
    [DataRow("ionosphere")]
    [DataRow("text-columns")]
    [DataRow("cross-validation")]
    [DataRow("score")]
    public void Help_OfTheRoot_NamesEveryCommand(string command) => Assert.Contains(command, CommandRun.Of("--help").Succeeds().Output);

    [TestMethod]
    [DataRow("demo", "--stages")]
    [DataRow("benchmark", "ACTIVEANOMALY_DATA")]
    [DataRow("ionosphere", "--out")]
    [DataRow("text-columns", "--most-categories")]
    [DataRow("cross-validation", "--folds")]
    [DataRow("score", "--model")]
    public void Help_OfACommand_DescribesItsOptions(string command, string option) =>
        Assert.Contains(option, CommandRun.Of(command, "--help").Succeeds().Output);

    /// <summary>
    /// System.CommandLine hears Ctrl-C only after an action has handed it its task; one that trains first ends at once, with nothing kept.
    /// </summary>
    [TestMethod]
    [DataRow("ionosphere")]
    [DataRow("cross-validation")]
    public async Task Invoke_LongCommand_HandsOverItsTaskAtOnce(string command)
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        using var output = new StringWriter();
        var running = ExamplesCommand.Create().Parse([command, "--out", folder.FullName])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, cancellation.Token);
        var wasRunning = !running.IsCompleted;
        await cancellation.CancelAsync();

        Assert.AreEqual(130, await running);
        Assert.IsTrue(wasRunning);
    }

    [TestMethod]
    public void Parse_UnknownCommand_IsRefused() => CommandRun.Of("nonsense").IsRefused("nonsense");
}
