using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ActiveAnomaly.Cluster.Tool;

/// <summary>The command label of the tool that has clusters, in a process of its own.</summary>
internal sealed class ToolChild : IDisposable
{
    private static readonly TimeSpan LongestOpening = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly int _siloPort = Ports.Free();

    /// <param name="arguments">What stands after label.</param>
    public ToolChild(params string[] arguments)
        : this(new Dictionary<string, string>(), arguments)
    {
    }

    /// <param name="environment">What is added to its environment.</param>
    /// <param name="arguments">What stands after label.</param>
    public ToolChild(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            DotnetProgram.Path,
            [
                "exec", Path.Combine(AppContext.BaseDirectory, "active-anomaly.dll"), "label", .. arguments, "--json", "--port", "0",
                "--silo-port", _siloPort.ToString(CultureInfo.InvariantCulture), "--token", GivenSilo.Token,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GivenSilo.Token);
    }

    /// <summary>Gets the name that other silos know it by.</summary>
    public string SiloName => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_siloPort}");

    /// <summary>Gets a client that shows the token.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>Waits for what the command says when it serves.</summary>
    public async Task<JsonNode> StartedAsync()
    {
        var text = string.Empty;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            text += line;
            if (line == "}")
            {
                var document = JsonNode.Parse(text)!;
                Client.BaseAddress = new Uri(new Uri((string)document["address"]!), "/");
                return document;
            }
        }

        Assert.Fail($"The command ended. {text} {await _errors}");
        return null!;
    }

    /// <summary>Answers for a row.</summary>
    public async Task AnswerAsync(string session, int row, string answer)
    {
        while (true)
        {
            using var response = await Client.PostAsJsonAsync($"sessions/{session}/api/answers", new { annotator = "ada", row, answer });
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
                return;
            }

            // It is being opened, on a machine that is busy: the same once more.
            await Task.Delay(response.Headers.RetryAfter!.Delta!.Value);
        }
    }

    /// <summary>Asks how many rows are decided, until that is answered.</summary>
    public async Task<int> AnsweredAsync(string session)
    {
        var begin = Stopwatch.GetTimestamp();
        int? count;
        while ((count = await TryAnsweredAsync(session)) is null)
        {
            Assert.IsLessThan(LongestOpening, Stopwatch.GetElapsedTime(begin), "The session is not opened.");
        }

        return count.Value;
    }

    /// <summary>Asks how many rows are decided; null where the session cannot be reached now, which waits a moment.</summary>
    public async Task<int?> TryAnsweredAsync(string session)
    {
        using var response = await Client.GetAsync($"sessions/{session}/api/state");
        if (!response.IsSuccessStatusCode)
        {
            await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
            return null;
        }

        return (int)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["counts"]!["answered"]!;
    }

    /// <summary>Freezes it (SIGSTOP).</summary>
    public void Freeze() => Send("-STOP");

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Send("-CONT");

    /// <summary>Kills it (SIGKILL).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>
    /// Stops it as a supervisor does (SIGTERM): what a shell runs in the background ignores Ctrl-C, and so do its children.
    /// </summary>
    /// <returns>Its exit code, and what it said.</returns>
    public async Task<(int ExitCode, string Messages)> StopAsync()
    {
        Send("-TERM");
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _errors);
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code, and what it said.</returns>
    public async Task<(int ExitCode, string Messages)> EndedAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        Client.Dispose();
    }

    private void Send(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
