using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ActiveAnomaly.Cluster.Tool;

/// <summary>A command of the tool that has clusters, in a process of its own.</summary>
internal sealed class CommandChild : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<JsonNode> _document = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
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
        _errors = _process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>Gets a value indicating whether it runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Gets how much of processors' time it took so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Waits for the document that the command writes.</summary>
    public async Task<JsonNode> DocumentAsync()
    {
        await Task.WhenAny(_document.Task, _reading);
        Assert.IsTrue(_document.Task.IsCompleted, $"The command ended. {_output} {(IsRunning ? string.Empty : await _errors)}");
        return await _document.Task;
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
