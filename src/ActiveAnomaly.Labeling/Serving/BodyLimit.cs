using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Refuses bodies that are too large.</summary>
internal static class BodyLimit
{
    /// <summary>
    /// Sets the limit of a request, and refuses one that says that it is larger before any of it is read. The server then reads the body to
    /// its end, for five seconds at most, and throws it away: of a connection that is closed while they send, clients see no response.
    /// </summary>
    /// <exception cref="ProblemException">The request says that it is larger.</exception>
    public static void Require(HttpContext context, long? limit)
    {
        var feature = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        feature.MaxRequestBodySize = limit;
        if (limit is not null && context.Request.ContentLength > limit)
        {
            var sentence = Sentence(context);
            feature.MaxRequestBodySize = null;
            throw new ProblemException(StatusCodes.Status413PayloadTooLarge, sentence);
        }
    }

    /// <summary>Says that a body is larger than the limit of its request.</summary>
    public static string Sentence(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        var allowed = limit is { } bytes ? $"the {bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes that are" : "is";
        return $"The request's body is larger than {allowed} allowed here. Send it in parts.";
    }
}
