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
    /// <param name="exchange">What takes the response.</param>
    /// <param name="message">The request.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="silo">This silo's name: what is wrong may be wrong of its machine alone, such as a file.</param>
    /// <param name="exception">Why the session could not be opened.</param>
    /// <param name="logger">Is told of what somebody has to see to; null for nobody.</param>
    public static async Task WriteAsync(
        MessageExchange exchange, RequestMessage message, string id, string silo, Exception exception, ILogger? logger)
    {
        var (status, detail) = Explain(id, silo, exception);
        if (logger is not null)
        {
            if (status == StatusCodes.Status500InternalServerError)
            {
                LogFailure(logger, exception, id, message.Method, message.Path);
            }
            else if (IsOfTheRows(exception))
            {
                LogRows(logger, exception, id);
            }
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

    /// <summary>Tells whether the machine lacks the session's rows, or has others.</summary>
    private static bool IsOfTheRows(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or PoolMismatchException or TableException;

    private static (int Status, string Detail) Explain(string id, string silo, Exception exception) => exception switch
    {
        KeyNotFoundException => (
            StatusCodes.Status404NotFound, $"There is no session '{id}'. The sessions that there are, the server lists at its address /."),
        SessionStoreException or SessionConflictException or IOException or UnauthorizedAccessException => (
            StatusCodes.Status503ServiceUnavailable,
            $"The session '{id}' cannot be opened now on the silo {silo}: {exception.Message} Nothing was lost, and nothing of this "
            + "request was kept."),
        OperationCanceledException or ObjectDisposedException => (
            StatusCodes.Status503ServiceUnavailable,
            $"The session '{id}' is closed on this silo, and goes on on another. Nothing of this request was kept: send it again."),
        PoolMismatchException or TableException or SessionMismatchException => (
            StatusCodes.Status409Conflict, $"The session '{id}' cannot be opened on the silo {silo}: {exception.Message}"),
        _ => (
            StatusCodes.Status500InternalServerError,
            $"The session '{id}' could not be opened, which should not have happened: {exception.GetType().Name}, {exception.Message} "
            + "Please report it; nothing of this request was kept."),
    };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The session {Id} cannot be opened on this silo: its machine has not the session's rows. Who asks for it is told why")]
    private static partial void LogRows(ILogger logger, Exception exception, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "Opening the session {Id} for {Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string id, string method, string path);
}
