using System.Net;
using System.Text;
using ActiveAnomaly.Sessions.Stores;
using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Cluster.Serving;

/// <summary>The sessions of the cluster, for people and for programs.</summary>
internal sealed class SessionList(ISessionStore store)
{
    /// <summary>Writes a page of links.</summary>
    public async Task WritePageAsync(HttpContext context)
    {
        var page = new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Labelling sessions</title></head>
            <body>
            <h1>Labelling sessions</h1>
            <ul>

            """);
        foreach (var id in await ReadAsync(context.RequestAborted).ConfigureAwait(false))
        {
            page.Append("<li><a href=\"sessions/").Append(Uri.EscapeDataString(id)).Append("/\">").Append(WebUtility.HtmlEncode(id))
                .Append("</a></li>\n");
        }

        page.Append("</ul>\n</body>\n</html>\n");
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page.ToString(), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes their ids as a list of JSON.</summary>
    public async Task WriteJsonAsync(HttpContext context) => await context.Response.WriteAsJsonAsync(
        await ReadAsync(context.RequestAborted).ConfigureAwait(false), context.RequestAborted).ConfigureAwait(false);

    /// <summary>Reads them on a thread of its own, for the database may take a while.</summary>
    private Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => store.List(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
