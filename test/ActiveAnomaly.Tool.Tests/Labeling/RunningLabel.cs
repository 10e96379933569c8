using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>The command label, running in this process until it is stopped.</summary>
internal sealed class RunningLabel : IDisposable
{
    private const string BeingChosen = "The next questions are being chosen.";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly DocumentWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Task<int> _command;
    private readonly HttpClient _client = new();

    private RunningLabel(string[] arguments) => _command = ToolCommand.InvokeAsync(
        ["label", .. arguments, "--json", "--port", "0"],
        new InvocationConfiguration { Output = _output, Error = TextWriter.Synchronized(_error), EnableDefaultExceptionHandler = false },
        _stop.Token);

    /// <summary>Gets what the command said when the page could be opened.</summary>
    public JsonElement Document { get; private set; }

    /// <summary>Starts the command, and waits until the page can be opened.</summary>
    public static async Task<RunningLabel> StartAsync(params string[] arguments)
    {
        var running = new RunningLabel(arguments);
        await Task.WhenAny(running._output.Document, running._command);
        Assert.IsTrue(running._output.Document.IsCompleted, running._error.ToString());
        using var document = JsonDocument.Parse(await running._output.Document);
        running.Document = document.RootElement.Clone();
        var address = new Uri(running.Document.GetProperty("address").GetString()!);
        running._client.BaseAddress = new Uri(address, "/");
        running._client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", address.Query["?token=".Length..]);
        return running;
    }

    /// <summary>Answers for a row.</summary>
    public async Task AnswerAsync(int row, string answer)
    {
        using var response = await _client.PostAsJsonAsync("api/answers", new { annotator = "ada", row, answer });
        Assert.IsTrue(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Asks for the row to look at, until it is known which it is, or that there is none.</summary>
    public async Task<JsonElement> AskAsync()
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var response = await _client.PostAsJsonAsync("api/question", new { annotator = "ada", another = false });
            var question = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (question.GetProperty("waiting").GetString() is not ("The first model is being trained." or BeingChosen)
                || TimeProvider.System.GetElapsedTime(begin) > Longest)
            {
                return question;
            }
        }
    }

    /// <summary>Asks the server.</summary>
    public Task<JsonElement> GetAsync(string path) => _client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Takes an answer back.</summary>
    public async Task WithdrawAsync(int row)
    {
        using var response = await _client.PostAsJsonAsync("api/withdrawals", new { annotator = "ada", row });
        Assert.IsTrue(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Stops the command as Ctrl-C does.</summary>
    public async Task<CommandRun> StopAsync()
    {
        await _stop.CancelAsync();
        return new CommandRun(await _command, _output.ToString(), _error.ToString());
    }

    public void Dispose()
    {
        _stop.Cancel();
        _command.Wait();
        _client.Dispose();
        _stop.Dispose();
    }

    /// <summary>Tells when a JSON document was written.</summary>
    private sealed class DocumentWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _document = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Document => _document.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            _document.TrySetResult(value!);
        }
    }
}
