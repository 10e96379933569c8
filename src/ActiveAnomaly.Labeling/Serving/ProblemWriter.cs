using System.Text.Json;
using ActiveAnomaly.Labeling.Serving.Contract;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Says in words why a request was not answered: problem JSON as RFC 9457 has it, whatever went wrong.</summary>
internal sealed class ProblemWriter(ILogger logger)
{
    private const string ContentType = "application/problem+json";

    /// <summary>The status of a request whose client went away; nobody sees it.</summary>
    private const int ClientGone = 499;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // One that has begun, such as a stream of events, keeps the status that it began with: to set one throws, even the same.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientGone;
            }

            return;
        }
        catch (Exception exception)
        {
            var (status, detail) = Explain(exception, context);
            Log(exception, status, context.Request);

            if (context.Response.HasStarted)
            {
                // Half a response must not look like a whole one.
                context.Abort();
                return;
            }

            await WriteAsync(context, status, detail).ConfigureAwait(false);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
        {
            await WriteAsync(context, context.Response.StatusCode, OfStatus(context)).ConfigureAwait(false);
        }
    }

    private static (int Status, string Detail) Explain(Exception exception, HttpContext context) => exception switch
    {
        ProblemException problem => (problem.Status, problem.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge, BodyLimit.Sentence(context)),
        BadHttpRequestException bad => (bad.StatusCode, $"The request could not be read: {bad.Message}"),
        SessionStoreException => (StatusCodes.Status503ServiceUnavailable, exception.Message),
        SessionConflictException => (
            StatusCodes.Status503ServiceUnavailable,
            "Another program answers in this session too, and this server does not know what was said there: it can keep nothing any more. "
            + "Every answer that was confirmed is kept, here and there. Stop this server, and answer in the other one, or start this one "
            + $"again when the other has stopped. ({exception.Message})"),
        ObjectDisposedException =>
            (StatusCodes.Status503ServiceUnavailable, "The session was closed. Start the command again; what was answered is kept."),
        IOException or UnauthorizedAccessException => (
            StatusCodes.Status507InsufficientStorage,
            $"The server could not write or read a file that it needs for this: {exception.Message} Where its disk or its temporary folder "
            + "is full, or closed to it, make room, and try again."),
        _ => (
            StatusCodes.Status500InternalServerError,
            $"The server failed where it should not: {exception.GetType().Name}, {exception.Message} Please report it; load the page again "
            + "to see what was kept."),
    };

    private static string OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound =>
            $"There is nothing at '{context.Request.Path}'. What there is, /openapi/v1.json describes.",
        StatusCodes.Status405MethodNotAllowed =>
            $"'{context.Request.Path}' does not take {context.Request.Method}, but {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType =>
            $"The header Content-Type is '{context.Request.ContentType}'; it must be application/json, and text/csv for files of labels.",
        var status => ReasonPhrases.GetReasonPhrase(status) + ".",
    };

    private static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        var problem = new ProblemResponse
        {
            Type = "about:blank",
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
        };

        // What the response was to be instead is forgotten; what browsers are told of every response stays.
        context.Response.Headers.ContentDisposition = default;
        context.Response.ContentLength = null;
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, ContractJson.Options), context.RequestAborted)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Tells of failures that nobody foresaw, and of those of the store, by the endpoint's pattern: what stands in a path is a client's.
    /// </summary>
    private void Log(Exception exception, int status, HttpRequest request)
    {
        var pattern = (request.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "an address that there is not";
        if (status is StatusCodes.Status500InternalServerError or StatusCodes.Status507InsufficientStorage)
        {
            ServerLog.RequestFailed(logger, request.Method, pattern, exception);
        }
        else if (exception is SessionStoreException or SessionConflictException)
        {
            ServerLog.StoreRefused(logger, request.Method, pattern, exception.GetType().FullName!);
        }
    }
}
