using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>What browsers are told of every response.</summary>
internal static class SecurityHeaders
{
    /// <summary>Files of the server's own alone, nothing inline: a cell that holds HTML can never become a script.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    public static void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // The page's files say themselves how long they last.
        headers.CacheControl = "no-store";
    }
}
