using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// The caller's logger without the scopes of ASP.NET, which hold the addresses of requests: rows, and whatever else a client writes there.
/// </summary>
internal sealed class UnscopedLogger(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        logger.Log(logLevel, eventId, state, exception, formatter);
}
