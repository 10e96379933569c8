using System.Diagnostics;
using System.Text.Json;

namespace ActiveAnomaly.Browser;

/// <summary>The command <c>active-anomaly label</c>, running.</summary>
internal sealed class LabelProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private LabelProcess(Process process, Task<string> errors, Uri address)
    {
        _process = process;
        _errors = errors;
        Address = address;
    }

    /// <summary>Gets the address that opens the page.</summary>
    public Uri Address { get; }

    /// <summary>Starts the command in a folder, and waits until the page can be opened.</summary>
    public static LabelProcess Start(string folder, params string[] arguments) => StartAt(0, folder, arguments);

    /// <summary>Starts the command at a port.</summary>
    public static LabelProcess StartAt(int port, string folder, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(
            Places.Dotnet, ["exec", Places.Tool, "label", .. arguments, "--json", "--no-open", "--port", $"{port}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = string.Empty;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            text += line;
            if (line == "}")
            {
                using var document = JsonDocument.Parse(text);
                return new LabelProcess(process, errors, new Uri(document.RootElement.GetProperty("address").GetString()!));
            }
        }

        process.WaitForExit();
        throw new AssertFailedException($"The command ended with {process.ExitCode} before the page could be opened: {errors.Result}");
    }

    /// <summary>Kills the program: SIGKILL, it has no chance to do anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _errors.Wait();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
