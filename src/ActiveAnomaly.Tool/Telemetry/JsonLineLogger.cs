using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Tool.Telemetry;

/// <summary>Writes what it is told as JSON, a line each: time, level, id, message, and the message's values by name. Thread safe.</summary>
internal sealed class JsonLineLogger(TextWriter writer, TimeProvider clock) : ILogger
{
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var line = new Dictionary<string, object?>
        {
            ["time"] = clock.GetUtcNow().UtcDateTime,
            ["level"] = logLevel.ToString(),
            ["id"] = eventId.Id,
            ["message"] = formatter(state, exception),
        };
        if (exception is not null)
        {
            // Its message may hold what stands in a table.
            line["errorType"] = exception.GetType().FullName;
        }

        foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            if (name != "{OriginalFormat}")
            {
                Add(line, name, value?.ToString());
            }
        }

        var text = JsonSerializer.Serialize(line, Format);
        lock (_gate)
        {
            writer.WriteLine(text);
        }
    }

    /// <summary>Adds a message's value; one that is called as a member of every line is, such as Orleans' Id, is another one's.</summary>
    private static void Add(Dictionary<string, object?> line, string name, string? value)
    {
        if (!line.TryAdd(JsonNamingPolicy.CamelCase.ConvertName(name), value))
        {
            line.TryAdd($"value{char.ToUpperInvariant(name[0])}{name[1..]}", value);
        }
    }
}
