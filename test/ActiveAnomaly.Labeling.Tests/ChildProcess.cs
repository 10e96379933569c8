using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>The program that lies beside the tests and appends events to a store, or answers the questions of a session.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static int _childCount;

    private readonly Process _process;
    private readonly (string Place, string Name)? _client;
    private readonly ConcurrentQueue<long> _acknowledged = new();
    private readonly Task _reading;
    private readonly Task<string> _errors;

    /// <param name="kind">sqlite or postgres.</param>
    /// <param name="place">The file, or the connection string.</param>
    /// <param name="session">The session.</param>
    /// <param name="count">How many events or answers; null for any number.</param>
    /// <param name="answers">Whether it answers questions.</param>
    public ChildProcess(string kind, string place, string session, int? count = null, bool answers = false)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var program = Path.Combine(AppContext.BaseDirectory, "StoreProcess.dll");
        string[] last = count is { } number ? [number.ToString(CultureInfo.InvariantCulture)] : [];
        if (kind == "postgres")
        {
            _client = (place, $"child_{Interlocked.Increment(ref _childCount)}");
            place += $";Application Name={_client.Value.Name}";
        }

        string[] first = answers ? ["label"] : [];
        _process = Process.Start(new ProcessStartInfo(dotnet, ["exec", program, .. first, kind, place, session, .. last])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Gets the sequences, or the rows, that the program has printed so far.</summary>
    public IReadOnlyCollection<long> Acknowledged => _acknowledged;

    /// <summary>Waits until so many events are acknowledged.</summary>
    public void WaitForAcknowledged(int count)
    {
        while (_acknowledged.Count < count && !_reading.Wait(TimeSpan.FromMilliseconds(1)))
        {
        }
    }

    /// <summary>Waits a while, or until the program ends.</summary>
    public void WaitFor(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>
    /// Kills the program (SIGKILL) and takes what it had printed. What it had sent to a server is done with then: that commits what it was
    /// given whether anybody waits for it or not.
    /// </summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        if (_client is { } client)
        {
            PostgresServer.WaitUntilGone(client.Place, client.Name);
        }

        _reading.Wait();
        Assert.AreEqual(string.Empty, _errors.Result);
    }

    /// <summary>Waits until the program ends by itself.</summary>
    public void WaitForSuccess()
    {
        _process.WaitForExit();
        _reading.Wait();
        Assert.AreEqual(0, _process.ExitCode, _errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>A line that the kill cut in two is no acknowledgement.</summary>
    private void Read()
    {
        var line = string.Empty;
        for (int letter; (letter = _process.StandardOutput.Read()) >= 0;)
        {
            if (letter != '\n')
            {
                line += (char)letter;
                continue;
            }

            _acknowledged.Enqueue(long.Parse(line, CultureInfo.InvariantCulture));
            line = string.Empty;
        }
    }
}
