using ActiveAnomaly.Labeling.Serving.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
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

    /// <summary>Builds a server of one session, which listens.</summary>
    public static (WebApplication Application, ServerParts Parts) Build(
        LabelingSession session, LabelingPool pool, LabelingServerOptions options, int port)
    {
        var builder = ListeningBuilder(options, port);
        AddInterface(builder.Services);
        HealthEndpoints.Add(builder, session.Store, options, session);
        var application = builder.Build();
        var parts = new ServerParts(session, pool, options);
        application.Use(new ProblemWriter(options.Logger ?? NullLogger.Instance).InvokeAsync);
        application.Use(parts.Gate.InvokeAsync);
        UseInterface(application, parts, options);
        parts.Assets.Map(application);
        HealthEndpoints.Map(application);
        return (application, parts);
    }

    /// <summary>
    /// Builds a session's interface for requests that somebody else let in: without a listener, without the page, and without asking for
    /// the token.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="pool">Its rows.</param>
    /// <param name="options">The options; those of listening say nothing here.</param>
    /// <param name="requests">Who hands the requests over.</param>
    public static (WebApplication Application, ServerParts Parts) BuildUnlistening(
        LabelingSession session, LabelingPool pool, LabelingServerOptions options, IServer requests)
    {
        var builder = EmptyBuilder(options);
        builder.Services.AddSingleton(requests);
        AddInterface(builder.Services);
        var application = builder.Build();
        var parts = new ServerParts(session, pool, options);
        application.Use(new ProblemWriter(options.Logger ?? NullLogger.Instance).InvokeAsync);
        UseInterface(application, parts, options);
        return (application, parts);
    }

    /// <summary>Gives the builder of a server that listens, with the limits of every one.</summary>
    /// <param name="options">The options.</param>
    /// <param name="port">The port; 0 for any.</param>
    public static WebApplicationBuilder ListeningBuilder(LabelingServerOptions options, int port)
    {
        var builder = EmptyBuilder(options);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, options, port));
        return builder;
    }

    private static WebApplicationBuilder EmptyBuilder(LabelingServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ServerApplication).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        if (options.Logger is { } logger)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddSingleton<ILoggerProvider>(new OneLoggerProvider(logger));
        }

        return builder;
    }

    private static void AddInterface(IServiceCollection services)
    {
        services.AddOpenApi(ApiDescription.DocumentName, ApiDescription.Configure);
        services.ConfigureHttpJsonOptions(json => ContractJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
    }

    private static void UseInterface(WebApplication application, ServerParts parts, LabelingServerOptions options)
    {
        application.Lifetime.ApplicationStopping.Register(parts.Stop);
        application.UseRouting();
        application.Use(QueryGuard.InvokeAsync);
        application.Use(new SessionGuard(parts.Served.Session, parts.Served.Pool.Name).InvokeAsync);
        MapEndpoints(application, parts, options);
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
        application.MapOpenApi("/openapi/{documentName}.json");
    }
}
