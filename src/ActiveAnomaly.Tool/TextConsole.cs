using Spectre.Console;

namespace ActiveAnomaly.Tool;

/// <summary>Consoles on the writers of a command.</summary>
internal static class TextConsole
{
    /// <summary>What a file or a pipe has no width of; tables take what they need.</summary>
    private const int WidthWithoutTerminal = 200;

    /// <summary>Gives a console that writes as the place behind a writer can show it.</summary>
    public static IAnsiConsole On(TextWriter writer) => Create(
        writer,
        isTerminal: (writer == Console.Out && !Console.IsOutputRedirected) || (writer == Console.Error && !Console.IsErrorRedirected),
        noColor: Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Gives a console on a writer.</summary>
    /// <param name="writer">Where it writes.</param>
    /// <param name="isTerminal">
    /// Whether there is a terminal behind it. A file or a pipe gets no escape codes, whatever the environment says of terminals.
    /// </param>
    /// <param name="noColor">The value of NO_COLOR: any text but the empty one means that nothing is coloured.</param>
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal, string? noColor)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) };
        if (!isTerminal)
        {
            settings.Ansi = AnsiSupport.No;
            settings.ColorSystem = ColorSystemSupport.NoColors;
            settings.Interactive = InteractionSupport.No;
            settings.Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false };
        }
        else if (!string.IsNullOrEmpty(noColor))
        {
            settings.ColorSystem = ColorSystemSupport.NoColors;
        }

        var console = AnsiConsole.Create(settings);
        if (!isTerminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
