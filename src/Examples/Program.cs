using System.CommandLine;
using ActiveAnomaly.Examples;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // A file or a pipe has no width; tables then take what they need.
    AnsiConsole.Profile.Width = 200;
}

// After Ctrl-C a command has time to write what is finished; the default is 2 seconds.
return await ExamplesCommand.Create().Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
