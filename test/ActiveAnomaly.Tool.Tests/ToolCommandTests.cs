using System.CommandLine;

namespace ActiveAnomaly.Tool;

[TestClass]
public sealed class ToolCommandTests
{
    [TestMethod]
    [DataRow("train")]
    [DataRow("score")]
    [DataRow("evaluate")]
    [DataRow("report")]
    [DataRow("benchmark")]
    public void Help_OfTheRoot_NamesEveryCommand(string command) => Assert.Contains(command, CommandRun.Of("--help").Succeeds().Output);

    [TestMethod]
    [DataRow("train", "--no-label")]
    [DataRow("score", "--model")]
    [DataRow("evaluate", "--stages")]
    [DataRow("report", "--output")]
    [DataRow("benchmark", "ACTIVEANOMALY_DATA")]
    public void Help_OfACommand_DescribesItsOptions(string command, string option) =>
        Assert.Contains(option, CommandRun.Of(command, "--help").Succeeds().Output);

    /// <summary>
    /// System.CommandLine hears Ctrl-C only after an action has handed it its task; one that trains first ends at once, with nothing kept.
    /// </summary>
    [TestMethod]
    [DataRow("train")]
    [DataRow("evaluate")]
    public async Task Invoke_LongCommand_HandsOverItsTaskAtOnce(string command)
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        using var output = new StringWriter();
        var running = ToolCommand.InvokeAsync(
            [command, "glass", "--output", folder.File("out")],
            new InvocationConfiguration { Output = output, Error = output },
            cancellation.Token);
        var wasRunning = !running.IsCompleted;
        await cancellation.CancelAsync();

        Assert.AreEqual(130, await running);
        Assert.IsTrue(wasRunning);
    }

    [TestMethod]
    public void Parse_UnknownCommand_IsRefused() => CommandRun.Of("nonsense").IsMisused("nonsense");
}
