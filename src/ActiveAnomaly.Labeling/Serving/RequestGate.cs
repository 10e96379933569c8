using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Lets in who shows the token, under a name of the server. Changes may be asked for by the server's own page, and by programs with the
/// token.
/// </summary>
internal sealed class RequestGate
{
    /// <summary>The header that a page of another origin cannot send without asking the server first, which refuses.</summary>
    public const string PageHeader = "X-Active-Anomaly";

    private const string BearerPrefix = "Bearer ";
    private readonly ServerNames _names;
    private readonly ServerToken _token;
    private readonly Func<string> _scope;

    /// <param name="names">The server's names.</param>
    /// <param name="token">The secret.</param>
    /// <param name="scope">
    /// Gives what the servers that share a cookie have in common, and others of the machine have not; it may be known only once the server
    /// listens.
    /// </param>
    public RequestGate(ServerNames names, ServerToken token, Func<string> scope)
    {
        _names = names;
        _token = token;
        _scope = scope;
    }

    /// <summary>
    /// Gets the name of the cookie. Browsers keep one set of cookies for all ports of a machine: servers side by side need a name each, and
    /// those that one proxy goes to need the same.
    /// </summary>
    private string CookieName => $"active-anomaly-{_scope()}";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        SecurityHeaders.Add(context);
        var request = context.Request;
        if (HealthEndpoints.IsAsked(request))
        {
            return next(context);
        }

        if (!_names.Contains(request.Host))
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden,
                $"This server is not called '{request.Host.Value}', but {_names.List}. Open it by such a name, or start it with this name "
                + "among those that are allowed.");
        }

        if (request.Path == "/" && request.Query.TryGetValue("token", out var shown))
        {
            return EnterAsync(context, shown);
        }

        var hasBearer = HasBearer(request);
        if (!hasBearer && !_token.Is(request.Cookies[CookieName]))
        {
            return RefuseStrangerAsync(context);
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            RequireOwnPage(request, hasBearer);
        }

        return next(context);
    }

    private Task EnterAsync(HttpContext context, string? shown)
    {
        if (!_token.Is(shown))
        {
            return RefuseStrangerAsync(context);
        }

        context.Response.Cookies.Append(
            CookieName,
            _token.Text,
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Path = "/",
                IsEssential = true,

                // A proxy that encrypts says so; whoever else says so gets a cookie that his browser does not send back.
                Secure = context.Request.Headers["X-Forwarded-Proto"] == "https",
            });
        context.Response.StatusCode = StatusCodes.Status303SeeOther;

        // Not "/": a proxy may have the server below a path of its own.
        context.Response.Headers.Location = "./";
        return Task.CompletedTask;
    }

    private bool HasBearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) && _token.Is(header[BearerPrefix.Length..]);
    }

    private static Task RefuseStrangerAsync(HttpContext context)
    {
        if (context.Request.Path != "/")
        {
            throw new ProblemException(
                StatusCodes.Status401Unauthorized,
                "This server is open to who has its token. Open the address that the command printed, or send the token in the header "
                + "Authorization: Bearer.");
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Labelling</title></head>
            <body>
            <h1>Open the address that the command printed</h1>
            <p>This page is open to who has its token. The token is in the address that the command printed when the server was started;
            a server that was started anew has a new one.</p>
            <p>If you just followed that address from another page, load this one again.</p>
            </body>
            </html>

            """,
            context.RequestAborted);
    }

    private void RequireOwnPage(HttpRequest request, bool hasBearer)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !_names.IsOwnOrigin(origin, request.Host))
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden,
                $"A page of '{origin}' asked for a change. Only the page of this server, which was called '{request.Host.Value}', may; a "
                + "proxy must pass its own name on in the Host header.");
        }

        // A browser sends the cookie along by itself, and the token in the other header never.
        if (!hasBearer && request.Headers[PageHeader] != "1")
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden,
                $"The header {PageHeader}: 1 is missing, which shows that the request comes from this server's page. Send it, or the token "
                + "in the header Authorization: Bearer.");
        }
    }
}
