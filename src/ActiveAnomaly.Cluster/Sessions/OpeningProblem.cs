using System.Text.Json;
using ActiveAnomaly.Cluster.Messages;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Serving.Contract;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;
using ActiveAnomaly.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Cluster.Sessions;

/// <summary>Says in words why a session could not be opened.</summary>
internal static partial class OpeningProblem
{
    /// <summary>Writes the problem as the response.</summary>
    public static async Task WriteAsync(
        MessageExchange exchange, RequestMessage message, string id, Exception exception, ILogger? logger)
    {
        var (status, detail) = Explain(id, exception);
        if (status == StatusCodes.Status500InternalServerError && logger is not null)
        {
            LogFailure(logger, exception, id, message.Method, message.Path);
        }

        exchange.StatusCode = status;
        exchange.Headers.ContentType = "application/problem+json";
        var problem = new ProblemResponse
        {
            Type = "about:blank",
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
        };
        await exchange.Stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, ContractJson.Options)).ConfigureAwait(false);
    }

    private static (int Status, string Detail) Explain(string id, Exception exception) => exception switch
    {
        KeyNotFoundException => (
            StatusCodes.Status404NotFound, $"There is no session '{id}'. The sessions that there are, the server lists at its address /."),
        SessionStoreException or SessionConflictException or IOException or UnauthorizedAccessException => (
            StatusCodes.Status503ServiceUnavailable,
            $"The session '{id}' cannot be opened now: {exception.Message} Nothing was lost, and nothing of this request was kept."),
        OperationCanceledException or ObjectDisposedException => (
            StatusCodes.Status503ServiceUnavailable,
            $"The session '{id}' is closed on this silo, and goes on on another. Nothing of this request was kept: send it again."),
        PoolMismatchException or TableException or SessionMismatchException => (
            StatusCodes.Status409Conflict, $"The session '{id}' cannot be opened: {exception.Message}"),
        _ => (
            StatusCodes.Status500InternalServerError,
            $"The session '{id}' could not be opened, which should not have happened: {exception.GetType().Name}, {exception.Message} "
            + "Please report it; nothing of this request was kept."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Opening the session {Id} for {Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string id, string method, string path);
}
