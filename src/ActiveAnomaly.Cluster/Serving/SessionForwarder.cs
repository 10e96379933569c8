using ActiveAnomaly.Cluster.Messages;
using ActiveAnomaly.Cluster.Sessions;
using ActiveAnomaly.Labeling.Serving;
using Microsoft.AspNetCore.Http;
using Orleans;
using Orleans.Runtime;

namespace ActiveAnomaly.Cluster.Serving;

/// <summary>Hands requests to the silo that has their session, and its replies back. Thread safe.</summary>
internal sealed class SessionForwarder(IGrainFactory grains, LabelingServerOptions options)
{
    /// <summary>How soon a client may ask again, in seconds.</summary>
    public const string RetryAfter = "2";

    private const string ImportPath = "/api/imports/labels";

    /// <summary>How long a reply may take to begin, but for files and imports: a person waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Answers a request for a session.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="path">The path below the session's.</param>
    public async Task ForwardAsync(HttpContext context, string id, string path)
    {
        var message = await ReadAsync(context, path).ConfigureAwait(false);
        var grain = grains.GetGrain<ISessionGrain>(id);
        var isWhole = false;
        ClusterTelemetry.RequestForwarded();
        try
        {
            isWhole = await CopyAsync(context, grain, message, id).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // Its silo is gone, or being left, or does not answer; Orleans says which in types of its own.
            throw Unreachable(context, id, "The silo that has it is gone or does not answer; another one takes it over.", exception);
        }
        finally
        {
            if (!isWhole)
            {
                _ = grain.AbandonAsync(message.Ticket);
            }
        }
    }

    private async Task<RequestMessage> ReadAsync(HttpContext context, string path)
    {
        BodyLimit.Require(context, path == ImportPath ? options.ImportLimit : options.BodyLimit);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return new RequestMessage
        {
            Ticket = Guid.NewGuid(),
            Method = context.Request.Method,
            Path = path,
            Query = context.Request.QueryString.Value ?? string.Empty,
            ContentType = context.Request.ContentType,
            Body = body.ToArray(),
        };
    }

    /// <summary>
    /// Copies a reply; false where it broke off. What a person waits for is gathered first: where its silo dies in the middle of it, the
    /// client is told so, and does not get half of it. Files and streams are handed on as they come.
    /// </summary>
    private static async Task<bool> CopyAsync(HttpContext context, ISessionGrain grain, RequestMessage message, string id)
    {
        var aborted = context.RequestAborted;
        var begin = TimeProvider.System.GetTimestamp();
        using var gathered = MayTakeLong(message.Path) ? null : new MemoryStream();
        var body = gathered ?? context.Response.Body;
        ReplyHead? head = null;
        for (var part = await grain.BeginAsync(message).WaitAsync(aborted).ConfigureAwait(false);;
            part = await grain.ContinueAsync(message.Ticket).WaitAsync(aborted).ConfigureAwait(false))
        {
            if (part.IsBroken)
            {
                return context.Response.HasStarted ? Break(context) : throw Unreachable(
                    context, id, "It moved to another silo while the request was answered.", cause: null);
            }

            if (part.Head is not null)
            {
                head = part.Head;
                if (gathered is null)
                {
                    Begin(context.Response, head);
                }
            }

            // A part that says that there is nothing yet begins no response.
            if (part.Body.Length > 0)
            {
                await body.WriteAsync(part.Body, aborted).ConfigureAwait(false);
            }

            if (part.IsLast)
            {
                break;
            }

            if (gathered is null && head is not null)
            {
                await body.FlushAsync(aborted).ConfigureAwait(false);
            }
            else if (gathered is not null && TimeProvider.System.GetElapsedTime(begin) > Patience)
            {
                throw Unreachable(
                    context,
                    id,
                    $"There is no answer after {Patience.TotalSeconds} seconds: it is being opened, or its database does not answer.",
                    cause: null);
            }
        }

        if (gathered is not null)
        {
            Begin(context.Response, head!);
            await context.Response.Body.WriteAsync(gathered.GetBuffer().AsMemory(0, (int)gathered.Length), aborted).ConfigureAwait(false);
        }

        return true;
    }

    private static void Begin(HttpResponse response, ReplyHead head)
    {
        response.StatusCode = head.Status;
        foreach (var (name, value) in head.Headers)
        {
            response.Headers[name] = value;
        }

        if (head.Status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = RetryAfter;
            ClusterTelemetry.RequestUnavailable();
        }
    }

    /// <summary>Half a response must not look like a whole one.</summary>
    private static bool Break(HttpContext context)
    {
        context.Abort();
        return false;
    }

    private static bool MayTakeLong(string path) =>
        path == ImportPath || path.StartsWith("/api/exports/", StringComparison.Ordinal) || path == "/api/events";

    private static ProblemException Unreachable(HttpContext context, string id, string why, Exception? cause)
    {
        context.Response.Headers.RetryAfter = RetryAfter;
        ClusterTelemetry.RequestUnavailable();
        var kept = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? "Ask again in a moment."
            : "Whether what was sent was kept is not known. Send the same once more in a moment: an answer that was kept is not taken "
                + "twice, a note replaces itself, and a withdrawal that names its answer (answerSequence) or its row takes back no other "
                + "one. Of a withdrawal that names neither, find out first what your last answer is now: 'you' of api/state.";
        return new ProblemException(
            StatusCodes.Status503ServiceUnavailable, $"The session '{id}' cannot be reached now. {why} {kept}", cause);
    }
}
