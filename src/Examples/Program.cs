using ActiveAnomaly.Examples;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // A file or a pipe has no width; tables then take what they need.
    AnsiConsole.Profile.Width = 200;
}

return await ExamplesCommand.Create().Parse(args).InvokeAsync();
