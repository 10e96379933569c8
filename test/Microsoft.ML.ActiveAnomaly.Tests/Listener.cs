using System.Collections.Concurrent;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Keeps what is reported, on the thread that reports it.</summary>
internal sealed class Listener<T>(Action<T>? then = null) : IProgress<T>
{
    public List<T> Reports { get; } = [];

    public void Report(T value)
    {
        Reports.Add(value);
        then?.Invoke(value);
    }
}

/// <summary>Keeps what arrives at a context's log from this library.</summary>
internal sealed class LogListener
{
    private readonly ConcurrentQueue<LoggingEventArgs> _messages = new();

    public LogListener(MLContext mlContext) => mlContext.Log += (_, message) => _messages.Enqueue(message);

    public IReadOnlyList<LoggingEventArgs> Messages => [.. _messages];

    public IReadOnlyList<LoggingEventArgs> Warnings => [.. _messages.Where(message => message.Kind == ChannelMessageKind.Warning)];

    public IReadOnlyList<LoggingEventArgs> From(string source) => [.. _messages.Where(message => message.Source == source)];
}
