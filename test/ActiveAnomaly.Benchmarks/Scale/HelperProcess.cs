using System.Diagnostics;

namespace ActiveAnomaly.Benchmarks.Scale;

/// <summary>The tool's command work in a process of its own.</summary>
internal sealed class HelperProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _processorTime;

    private HelperProcess(string program, string[] words)
    {
        _process = Process.Start(ToolProcess.StartOf(words, program))!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data == "}")
            {
                _joined.TrySetResult();
            }
        };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Gets the time that processors gave it until it was killed, or now.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            if (!_process.HasExited)
            {
                _process.Refresh();
                _processorTime = _process.TotalProcessorTime;
            }

            return _processorTime;
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="program">The tool's path.</param>
    /// <param name="words">The words of its command line.</param>
    public static HelperProcess Start(string program, string[] words) => new(program, words);

    /// <summary>Waits until it is part of the cluster.</summary>
    public void WaitUntilJoined()
    {
        Task.WaitAny(_joined.Task, _process.WaitForExitAsync());
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The helper ended with {_process.ExitCode}.");
        }
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public void Kill()
    {
        _ = ProcessorTime;
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
