using ActiveAnomaly.Labeling.Serving.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>What the session is, and where it stands.</summary>
internal sealed class SessionEndpoints(ServerParts parts)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/session", (CancellationToken aborted) => parts.Description.Value.WaitAsync(aborted))
            .WithName("getSession").WithSummary("What does not change: columns, names, options.");
        routes.MapGet("/api/state", GetStateAsync)
            .Produces<StateResponse>()
            .WithName("getState").WithSummary("Where the session stands.");
        routes.MapGet("/api/events", (HttpContext context, string? annotator) => WriteEventsAsync(context, annotator))
            .Produces<string>(contentType: "text/event-stream")
            .WithName("getEvents")
            .WithSummary("Server-sent events: state, at once and after every change, at most five a second; closed when the server stops.");
    }

    private Task WriteEventsAsync(HttpContext context, string? annotator) =>
        parts.Events.WriteAsync(context, Listener(annotator), parts.Stopping);

    private async Task GetStateAsync(HttpContext context, string? annotator)
    {
        var name = Listener(annotator);
        var snapshot = await parts.Feed.CurrentAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "application/json; charset=utf-8";
        EventStream.Write(context.Response, snapshot, name);
        await context.Response.BodyWriter.WriteAsync("}"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Whoever names nobody sees what concerns whom answers are usually of.</summary>
    private string Listener(string? annotator) =>
        annotator is null ? parts.Served.Session.UsualAnnotator : RequestValues.Annotator(annotator);
}
