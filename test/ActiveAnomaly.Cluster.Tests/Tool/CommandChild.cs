using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace ActiveAnomaly.Cluster.Tool;

/// <summary>A command of the tool that has clusters, in a process of its own.</summary>
internal sealed class CommandChild : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<JsonNode> _document = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    private readonly Task<string> _errors;

    /// <param name="arguments">The command line; --json is added.</param>
    public CommandChild(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "active-anomaly.dll");
        _process = Process.Start(new ProcessStartInfo(DotnetProgram.Path, ["exec", program, .. arguments, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _errors = ListenAsync();
        _reading = ReadAsync();
    }

    /// <summary>Gets a value indicating whether it runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Waits for the document that the command writes.</summary>
    public async Task<JsonNode> DocumentAsync()
    {
        await Task.WhenAny(_document.Task, _reading);
        Assert.IsTrue(_document.Task.IsCompleted, $"The command ended. {_output} {(IsRunning ? string.Empty : await _errors)}");
        return await _document.Task;
    }

    /// <summary>Waits until it says something: a part of a line on standard error. What was waited for, and before, is gone.</summary>
    public async Task SaysAsync(string words)
    {
        await foreach (var line in _heard.Reader.ReadAllAsync())
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"It ended without saying '{words}': {await _errors}");
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops it as a supervisor does (SIGTERM).</summary>
    /// <returns>Its exit code, and what it said.</returns>
    public Task<(int ExitCode, string Messages)> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        return EndedAsync();
    }

    /// <summary>Waits until it ends.</summary>
    /// <returns>Its exit code, and what it said.</returns>
    public async Task<(int ExitCode, string Messages)> EndedAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _errors);
    }

    public void Dispose()
    {
        if (IsRunning)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task<string> ListenAsync()
    {
        var errors = new StringBuilder();
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            errors.Append(line).Append('\n');
            _heard.Writer.TryWrite(line);
        }

        _heard.Writer.Complete();
        return errors.ToString();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _output.AppendLine(line);
            if (line == "}")
            {
                _document.TrySetResult(JsonNode.Parse(_output.ToString())!);
            }
        }
    }
}
