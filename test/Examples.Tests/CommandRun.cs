using System.CommandLine;
using Spectre.Console;

namespace ActiveAnomaly.Examples;

/// <summary>What a command line gave: its exit code, and all that it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command line in this process, as Program does; without the data folder of this machine.</summary>
    public static CommandRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    /// <summary>Runs a command line in this process with a token that may be cancelled before it begins.</summary>
    public static CommandRun Of(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var (console, consoleError) = (AnsiConsole.Console, Console.Error);
        try
        {
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(output),
            });
            AnsiConsole.Console.Profile.Width = 200;
            Console.SetError(error);
            Environment.SetEnvironmentVariable(Benchmark.BenchmarkCommand.DataVariable, null);
            var exitCode = ExamplesCommand.Create().Parse(arguments)
                .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken).GetAwaiter().GetResult();
            return new CommandRun(exitCode, output.ToString(), error.ToString());
        }
        finally
        {
            AnsiConsole.Console = console;
            Console.SetError(consoleError);
        }
    }

    /// <summary>Checks that the command ended well.</summary>
    public CommandRun Succeeds()
    {
        Assert.AreEqual(0, ExitCode, Error);
        return this;
    }

    /// <summary>Checks that the command was refused with a message that holds all of <paramref name="parts"/>.</summary>
    public void IsRefused(params string[] parts)
    {
        Assert.AreEqual(1, ExitCode, Output + Error);
        Assert.DoesNotContain("   at ", Output + Error);
        Assert.DoesNotContain("Unhandled", Output + Error);
        foreach (var part in parts)
        {
            Assert.Contains(part, Error);
        }
    }
}
