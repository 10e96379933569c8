using System.CommandLine;
using System.Reflection;

namespace ActiveAnomaly.Tool;

[TestClass]
public sealed class ToolCommandTests
{
    [TestMethod]
    [DataRow("label")]
    [DataRow("train")]
    [DataRow("score")]
    [DataRow("evaluate")]
    [DataRow("export")]
    [DataRow("report")]
    [DataRow("benchmark")]
    [DataRow("weak-labels")]
    public void Help_OfTheRoot_NamesEveryCommand(string command) => Assert.Contains(command, CommandRun.Of("--help").Succeeds().Output);

    [TestMethod]
    [DataRow("label", "--continues")]
    [DataRow("export", "--backup")]
    [DataRow("train", "--no-label")]
    [DataRow("score", "--model")]
    [DataRow("evaluate", "--stages")]
    [DataRow("report", "--output")]
    [DataRow("benchmark", "ACTIVEANOMALY_DATA")]
    [DataRow("weak-labels", "--labelled")]
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
    public void Parse_UnknownCommand_IsMisused() => CommandRun.Of("nonsense").IsMisused("nonsense");

    [TestMethod]
    public void Parse_MisspeltOption_IsNamedAndNotPushedOffTheScreen()
    {
        var run = CommandRun.Of("label", "glass", "--budgit", "5");
        run.IsMisused("Unrecognized command or argument '--budgit'", "label --help tells what is allowed.");
        Assert.DoesNotContain("--audit", run.Error);
    }

    [TestMethod]
    public void Parse_NoCommand_ShowsTheHelp() => CommandRun.Of().IsMisused("Required command was not provided", "evaluate", "benchmark");

    [TestMethod]
    public void Help_OfTheRoot_TellsTheExitCodes()
    {
        var help = CommandRun.Of("--help").Succeeds().Output;

        Assert.IsEmpty(((string[])["0 done", "1 a file", "2 the command line", "3 something", "130 cancelled"]).Where(
            code => !help.Contains(code, StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Version_OfTheTool_IsThePackages() => Assert.MatchesRegex(
        @"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$",
        typeof(ToolCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    [TestMethod]
    [DataRow("train")]
    [DataRow("score")]
    [DataRow("evaluate")]
    [DataRow("report")]
    [DataRow("benchmark")]
    public void Help_OfACommand_HasJson(string command) =>
        Assert.Contains("--json", CommandRun.Of(command, "--help").Succeeds().Output);

    [TestMethod]
    public void Json_OfARefusedCommand_IsNothing()
    {
        var refused = CommandRun.Of("evaluate", "nowhere.csv", "--json");
        refused.IsRefused("nowhere.csv");

        Assert.IsEmpty(refused.Output);
        CommandRun.Of("evaluate", "glass", "--stages", "0", "--json").IsMisused("--stages");
    }
}
