using ActiveAnomaly.Labeling.Serving.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Puts the server together: nothing but what is named here. It reads no configuration file and no environment variable, writes nothing to
/// the console, and leaves the program's signals alone.
/// </summary>
internal static class ServerApplication
{
    private const int MostConnections = 200;
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    public static (WebApplication Application, ServerParts Parts) Build(
        LabelingSession session, LabelingPool pool, LabelingServerOptions options, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ServerApplication).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, options, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddOpenApi(ApiDescription.DocumentName, ApiDescription.Configure);
        builder.Services.ConfigureHttpJsonOptions(json => ContractJson.Configure(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        if (options.Logger is { } logger)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddSingleton<ILoggerProvider>(new OneLoggerProvider(logger));
        }

        HealthEndpoints.Add(
            builder.Services,
            builder.Logging,
            new StoreHealth(session.Store, options.Logger ?? NullLogger.Instance, StoreHealth.UsualPatience));
        var application = builder.Build();
        var parts = new ServerParts(session, pool, options);
        application.Lifetime.ApplicationStopping.Register(parts.Stop);
        application.Use(new ProblemWriter(options.Logger ?? NullLogger.Instance).InvokeAsync);
        application.Use(parts.Gate.InvokeAsync);
        application.UseRouting();
        application.Use(QueryGuard.InvokeAsync);
        MapEndpoints(application, parts, options);
        return (application, parts);
    }

    private static void Limit(KestrelServerOptions kestrel, LabelingServerOptions options, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestBodySize = options.BodyLimit;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = IdleTimeout;
        kestrel.Listen(options.Listen, port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static void MapEndpoints(WebApplication application, ServerParts parts, LabelingServerOptions options)
    {
        new SessionEndpoints(parts).Map(application);
        var rows = new RowReader(parts.Served, parts.Conversions);
        new AnswerEndpoints(parts.Served, rows).Map(application);
        new RowEndpoints(parts.Served, parts.Conversions, rows).Map(application);
        new ExportEndpoints(parts.Served, options).Map(application);
        HealthEndpoints.Map(application);
        application.MapOpenApi("/openapi/{documentName}.json");
        parts.Assets.Map(application);
    }
}
