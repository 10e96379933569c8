using System.CommandLine;
using System.Text.Json;

namespace ActiveAnomaly.Tool;

/// <summary>What a command line gave: its exit code, and all that it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Gets the standard output, with the line ends of Linux on every system.</summary>
    public string Output { get; } = Output.Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Gets the standard error, with the line ends of Linux on every system.</summary>
    public string Error { get; } = Error.Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Runs a command line in this process, as Program does; without the data folder of this machine.</summary>
    public static CommandRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    /// <summary>Runs a command line in this process with a token that may be cancelled before it begins.</summary>
    public static CommandRun Of(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Environment.SetEnvironmentVariable(Benchmark.BenchmarkCommand.DataVariable, null);
        var exitCode = ToolCommand.InvokeAsync(
            arguments,
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false },
            cancellationToken).GetAwaiter().GetResult();
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line with --json and gives the document that it writes, after checking that it is the only one.</summary>
    public static JsonElement Json(params string[] arguments)
    {
        var run = Of([.. arguments, "--json"]).Succeeds();
        using var document = JsonDocument.Parse(run.Output);
        Assert.AreEqual(arguments[0], document.RootElement.GetProperty("command").GetString());
        return document.RootElement.Clone();
    }

    /// <summary>Checks that the command ended well.</summary>
    public CommandRun Succeeds()
    {
        Assert.AreEqual(0, ExitCode, Error);
        return this;
    }

    /// <summary>Checks that what the command was given was refused with a message that holds all of <paramref name="parts"/>.</summary>
    public void IsRefused(params string[] parts) => IsRefusedWith(1, parts);

    /// <summary>Checks that the command line was refused with a message that holds all of <paramref name="parts"/>.</summary>
    public void IsMisused(params string[] parts)
    {
        IsRefusedWith(2, parts);
        Assert.IsEmpty(Output);
    }

    private void IsRefusedWith(int exitCode, string[] parts)
    {
        Assert.AreEqual(exitCode, ExitCode, Output + Error);
        Assert.DoesNotContain("   at ", Output + Error);
        Assert.DoesNotContain("Unhandled", Output + Error);
        foreach (var part in parts)
        {
            Assert.Contains(part, Error);
        }
    }
}
