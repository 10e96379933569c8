using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// All that the server tells its logger. Messages of errors may hold what stands in a table, so that errors are told of by their type and
/// where they happened; whoever sent the request gets the message.
/// </summary>
internal static partial class ServerLog
{
    /// <summary>Tells of a failure that nobody foresaw.</summary>
    public static void RequestFailed(ILogger logger, string method, string path, Exception exception) =>
        RequestFailed(logger, method, path, exception.GetType().FullName!, exception.StackTrace ?? "nowhere");

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Method} {Path} was refused by the store: {ErrorType}")]
    public static partial void StoreRefused(ILogger logger, string method, string path, string errorType);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "The store does not answer: {ErrorType}")]
    public static partial void StoreDoesNotAnswer(ILogger logger, string errorType);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "The store answers again")]
    public static partial void StoreAnswersAgain(ILogger logger);

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed: {ErrorType}\n{Place}")]
    private static partial void RequestFailed(ILogger logger, string method, string path, string errorType, string place);
}
