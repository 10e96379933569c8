using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Labeling.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace ActiveAnomaly.Cluster.Serving;

/// <summary>
/// What a silo shows to people and programs: the list of sessions at /, each below /sessions/ID/ as a server of one session has it, and
/// whether it is well. Who may, it finds out itself; what a request asks of a session, the session's silo answers.
/// </summary>
internal sealed class SiloFront : IAsyncDisposable
{
    private const string Sessions = "/sessions/";
    private readonly WebApplication _application;

    private SiloFront(WebApplication application, int port) => (_application, Port) = (application, port);

    /// <summary>Gets the port that is listened on.</summary>
    public int Port { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The address cannot be listened on; the message says what to do.</exception>
    public static async Task<SiloFront> StartAsync(
        LabelingServerOptions options,
        DatabaseSessionStore store,
        IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        if (options.Port is { } given)
        {
            return await StartAsync(options, store, grains, given, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await StartAsync(options, store, grains, LabelingServerOptions.Defaults.Port, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (IOException exception) when (ListeningFailure.IsOfThePort(exception))
        {
            return await StartAsync(options, store, grains, port: 0, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops to listen; requests that were taken are answered, for five seconds at most.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<SiloFront> StartAsync(
        LabelingServerOptions options,
        DatabaseSessionStore store,
        IGrainFactory grains,
        int port,
        CancellationToken cancellationToken)
    {
        var builder = ServerApplication.ListeningBuilder(options, port);
        HealthEndpoints.Add(builder, store, options);
        var application = builder.Build();

        // One cookie for all silos, whose ports differ: a proxy takes people from one to the next.
        var token = new ServerToken(options.Token);
        var gate = new RequestGate(new ServerNames(options.Listen, options.AllowedHosts), token, () => token.Name);
        application.Use(new ProblemWriter(options.Logger ?? NullLogger.Instance).InvokeAsync);
        application.Use(gate.InvokeAsync);
        application.Use(AddSlash);
        application.UseRouting();
        HealthEndpoints.Map(application);
        Map(application, new SessionList(store), new SessionForwarder(grains, options), PageAssets.Of(options.Page));
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            return new SiloFront(application, new Uri(addresses.Single()).Port);
        }
        catch (Exception exception)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            if (ListeningFailure.Explain(exception, options.Listen, port) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    private static void Map(IEndpointRouteBuilder routes, SessionList list, SessionForwarder forwarder, PageAssets assets)
    {
        routes.MapGet("/", (HttpContext context) => list.WritePageAsync(context));
        routes.MapGet("/api/sessions", (HttpContext context) => list.WriteJsonAsync(context));
        assets.Map(routes.MapGroup("/sessions/{id}"));
        foreach (var below in (string[])["api", "openapi"])
        {
            routes.Map(
                $"{Sessions}{{id}}/{below}/{{**rest}}",
                (HttpContext context, string id) => forwarder.ForwardAsync(context, IdOf(id), PathBelow(context.Request.Path.Value!)));
        }
    }

    /// <summary>Gives the id of a route, in which an escaped slash is left as it is.</summary>
    private static string IdOf(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static string PathBelow(string path) => path[path.IndexOf('/', Sessions.Length)..];

    /// <summary>Addresses of the page are meant from its folder.</summary>
    private static Task AddSlash(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        if (path.StartsWith(Sessions, StringComparison.Ordinal) && path.Length > Sessions.Length && !path[Sessions.Length..].Contains('/'))
        {
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            var last = context.Request.Path.ToUriComponent();
            context.Response.Headers.Location = $"./{last[(last.LastIndexOf('/') + 1)..]}/" + context.Request.QueryString.ToUriComponent();
            return Task.CompletedTask;
        }

        return next(context);
    }
}
