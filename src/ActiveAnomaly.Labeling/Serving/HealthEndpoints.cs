using ActiveAnomaly.Sessions.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Tells whoever watches the server, without a token and under any name, whether it lives and whether its store answers: one word, and
/// nothing of session or data.
/// </summary>
internal static class HealthEndpoints
{
    private const string Live = "/health/live";
    private const string Ready = "/health/ready";

    /// <summary>Tells whether a request asks for health, and for nothing else.</summary>
    public static bool IsAsked(HttpRequest request) =>
        request.Path == Live || request.Path == Ready;

    /// <summary>Adds what is asked.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="store">The store.</param>
    /// <param name="options">How to serve.</param>
    /// <param name="session">The session that is served; null where there are several, each opened anew when it needs it.</param>
    public static void Add(
        WebApplicationBuilder builder, ISessionStore store, LabelingServerOptions options, LabelingSession? session = null)
    {
        // It would tell of every probe; the store's health tells when that changes.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        var checks = builder.Services.AddHealthChecks().AddCheck(
            "store",
            new StoreHealth(
                store, options.Logger ?? NullLogger.Instance, options.StorePatience, session is null ? null : session.ProbeKeeping));
        if (session is not null)
        {
            checks.AddCheck("session", () => session.IsOvertaken ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, Live, new HealthCheckOptions { Predicate = static _ => false });
        Map(routes, Ready, new HealthCheckOptions());
    }

    private static void Map(IEndpointRouteBuilder routes, string path, HealthCheckOptions options) => routes.MapHealthChecks(path, options)
        .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
}
