using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Gives ASP.NET the caller's logger, whatever the category. The logger stays the caller's.</summary>
internal sealed class OneLoggerProvider(ILogger logger) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new UnscopedLogger(logger);

    public void Dispose()
    {
    }
}
