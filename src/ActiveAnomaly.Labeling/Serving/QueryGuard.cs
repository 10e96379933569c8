using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Refuses what an address asks and the interface does not know: a misspelt filter must not show all rows.</summary>
internal static class QueryGuard
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<MethodInfo>() is { } handler
            && context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            Check(context.Request.Query, KnownOf(handler, endpoint));
        }

        return next(context);
    }

    private static string[] KnownOf(MethodInfo handler, RouteEndpoint endpoint) =>
        [.. handler.GetParameters().Where(parameter => parameter.ParameterType == typeof(string)).Select(parameter => parameter.Name!)
            .Except(endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name))];

    private static void Check(IQueryCollection query, string[] known)
    {
        foreach (var (name, values) in query)
        {
            if (name != SessionGuard.Parameter && !known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                var allowed = known.Length == 0 ? "nothing is asked there" : string.Join(", ", known) + " are known there";
                throw new ProblemException(StatusCodes.Status400BadRequest, $"The address asks for '{name}'; {allowed}.");
            }

            if (values.Count > 1)
            {
                throw new ProblemException(
                    StatusCodes.Status400BadRequest, $"The address gives '{name}' {values.Count} times; once is allowed.");
            }
        }
    }
}
