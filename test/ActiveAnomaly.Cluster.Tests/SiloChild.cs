using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ActiveAnomaly.Cluster;

/// <summary>A silo in a process of its own, which can be killed, and started again at the same ports.</summary>
internal sealed class SiloChild(string connectionString, string folder) : IDisposable
{
    private readonly int _siloPort = Ports.Free();
    private readonly int _port = Ports.Free();
    private readonly StringBuilder _errors = new();
    private Process? _process;

    /// <summary>Gets its address, whether it runs or not.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>Gets a value indicating whether it runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Gets what it was warned of, from its first start on.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts it, and waits until it has joined the cluster and listens.</summary>
    public async Task StartAsync()
    {
        _process?.Dispose();
        string[] arguments =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "SiloProcess.dll"), connectionString, folder, GivenSilo.Token,
            _siloPort.ToString(CultureInfo.InvariantCulture), _port.ToString(CultureInfo.InvariantCulture),
        ];
        _process = Process.Start(new ProcessStartInfo(DotnetProgram.Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        var address = await _process.StandardOutput.ReadLineAsync();
        Assert.AreEqual(Address.ToString(), address, Errors);
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (IsRunning)
        {
            Kill();
        }

        _process?.Dispose();
    }
}
