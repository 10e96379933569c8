using Spectre.Console;

namespace ActiveAnomaly.Tool;

[TestClass]
public sealed class TextConsoleTests
{
    [TestMethod]
    public void Create_Pipe_HasNoEscapeCodesAndRoomForTables()
    {
        using var writer = new StringWriter();
        var console = TextConsole.Create(writer, isTerminal: false, noColor: null);
        console.Markup("[red]text[/]");

        Assert.AreEqual("text", writer.ToString());
        Assert.AreEqual(200, console.Profile.Width);
        Assert.IsFalse(console.Profile.Capabilities.Interactive);
    }

    [TestMethod]
    public void Create_TerminalWithNoColor_HasNoColors()
    {
        using var writer = new StringWriter();

        Assert.AreEqual(ColorSystem.NoColors, TextConsole.Create(writer, isTerminal: true, noColor: "1").Profile.Capabilities.ColorSystem);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(null)]
    public void Create_TerminalWithoutNoColor_IsAsItIs(string? noColor)
    {
        using var writer = new StringWriter();
        var detected = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }).Profile.Capabilities;

        Assert.AreEqual(
            detected.ColorSystem, TextConsole.Create(writer, isTerminal: true, noColor).Profile.Capabilities.ColorSystem);
    }
}
