using System.CommandLine;
using ActiveAnomaly.Examples;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // A file or a pipe gets no escape codes, whatever the environment says of terminals, and has no width; tables take what they need.
    AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(Console.Out),
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });
    AnsiConsole.Profile.Width = 200;
}

// After Ctrl-C a command has time to write what is finished; the default is 2 seconds.
return await ExamplesCommand.Create().Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
