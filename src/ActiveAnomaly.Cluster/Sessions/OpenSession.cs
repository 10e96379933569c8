using ActiveAnomaly.Cluster.Messages;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Serving;
using Microsoft.AspNetCore.Builder;

namespace ActiveAnomaly.Cluster.Sessions;

/// <summary>A session that is open on this silo, with its interface. Thread safe.</summary>
internal sealed class OpenSession : IAsyncDisposable
{
    private readonly WatchedStore _store;
    private readonly LabelingWorkspace _workspace;
    private readonly WebApplication _application;
    private readonly ServerParts _parts;
    private readonly MessageServer _server;

    private OpenSession(
        WatchedStore store, LabelingWorkspace workspace, WebApplication application, ServerParts parts, MessageServer server) =>
        (_store, _workspace, _application, _parts, _server) = (store, workspace, application, parts, server);

    /// <summary>Gets why the session has to be opened anew; null as long as it has not.</summary>
    public string? Loss => _store.Loss;

    /// <summary>Makes the interface of a workspace, and begins to follow its state.</summary>
    /// <param name="store">The workspace's store.</param>
    /// <param name="workspace">The workspace, which is disposed with the result, and where this fails.</param>
    /// <param name="options">The silo's options.</param>
    public static async Task<OpenSession> StartAsync(WatchedStore store, LabelingWorkspace workspace, LabelingServerOptions options)
    {
        var server = new MessageServer();
        var (application, parts) = ServerApplication.BuildUnlistening(workspace.Session, workspace.Pool, options, server);
        var session = new OpenSession(store, workspace, application, parts, server);
        try
        {
            await application.StartAsync().ConfigureAwait(false);
            parts.Start(port: 0);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(MessageExchange exchange) => _server.ProcessAsync(exchange.Features);

    /// <summary>Closes the session: streams of events end, training stops, and its log is complete.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);

        // Both wait: for a change that a store may hold up, and for training to stop.
        await Task.Run(() =>
        {
            _parts.Dispose();
            _workspace.Dispose();
        }).ConfigureAwait(false);
    }
}
