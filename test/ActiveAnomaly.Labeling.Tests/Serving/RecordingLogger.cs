using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>A logger that keeps what it is told: messages, and all that comes with them.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly List<string> _messages = [];
    private readonly List<string> _all = [];

    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Gets messages, values, exceptions and scopes as one text.</summary>
    public string Text
    {
        get
        {
            lock (_messages)
            {
                return string.Join('\n', _all);
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Add(null, state.ToString()!);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "HeartbeatSlow")
        {
            // Kestrel's word for a machine that is busy.
            return;
        }

        var values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
        Add(formatter(state, exception), $"{string.Join(", ", values.Select(value => $"{value.Key}={value.Value}"))} {exception}");
    }

    private void Add(string? message, string more)
    {
        lock (_messages)
        {
            if (message is not null)
            {
                _messages.Add(message);
                _all.Add(message);
            }

            _all.Add(more);
        }
    }
}
