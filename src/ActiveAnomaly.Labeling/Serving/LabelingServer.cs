using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Serves a labelling session over HTTP: the page, and the interface that the page uses. It listens on the loopback address unless told
/// otherwise, and answers who shows its token. Session, rows and store stay the caller's, who disposes them after the server. Thread safe.
/// </summary>
public sealed class LabelingServer : IAsyncDisposable
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly WebApplication _application;
    private readonly ServerParts _parts;
    private Task? _stopping;

    private LabelingServer(WebApplication application, ServerParts parts, LabelingServerOptions options)
    {
        _application = application;
        _parts = parts;
        Token = parts.Token.Text;
        var isAny = options.Listen.Equals(IPAddress.Any) || options.Listen.Equals(IPAddress.IPv6Any);
        var host = isAny ? IPAddress.Loopback : options.Listen;
        Address = new UriBuilder(Uri.UriSchemeHttp, host.ToString(), parts.Port).Uri;
        OpenAddress = new Uri(Address, $"?token={Token}");
    }

    /// <summary>Gets the address of the page on this machine, without the token.</summary>
    public Uri Address { get; }

    /// <summary>Gets the address that opens the page: with the token, which the browser keeps as a cookie from then on.</summary>
    public Uri OpenAddress { get; }

    /// <summary>Gets the secret: programs send it in the header <c>Authorization: Bearer</c>.</summary>
    public string Token { get; }

    /// <summary>Gets the parts, for tests.</summary>
    internal ServerParts Parts => _parts;

    /// <summary>Gets the application, for tests.</summary>
    internal WebApplication Application => _application;

    /// <summary>Starts to listen.</summary>
    /// <param name="session">The session.</param>
    /// <param name="pool">Its rows as people know them; the session was made of their features.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels starting.</param>
    /// <returns>The server, which listens.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or session and pool are of different rows.</exception>
    /// <exception cref="IOException">
    /// The address cannot be listened on, such as a port that is taken; the message says what to do.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<LabelingServer> StartAsync(
        LabelingSession session,
        LabelingPool pool,
        LabelingServerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(pool);
        options ??= new LabelingServerOptions();
        options.Validate();
        if (session.Pool.RowCount != pool.RowCount || session.Pool.FeatureCount != pool.Features.FeatureCount)
        {
            throw new ArgumentException(
                $"The session is of {session.Pool.RowCount} rows of {session.Pool.FeatureCount} features, and the pool of {pool.RowCount} "
                + $"of {pool.Features.FeatureCount}. Give the pool that the session was made of.",
                nameof(pool));
        }

        if (options.Port is { } port)
        {
            return await StartAsync(session, pool, options, port, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await StartAsync(session, pool, options, LabelingServerOptions.Defaults.Port, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (ListeningFailure.IsOfThePort(exception))
        {
            return await StartAsync(session, pool, options, 0, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the server has stopped.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken = default)
    {
        using var stopping = cancellationToken.Register(() => _ = StopAsync(CancellationToken.None));
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// Stops to listen: streams of events get their last one, requests that were taken are answered, for five seconds at most. What was
    /// answered is kept in any case.
    /// </summary>
    /// <param name="cancellationToken">Ends waiting for requests; their connections are closed.</param>
    /// <returns>A task that completes, for every caller, when the server has stopped.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return _stopping ??= StopOnceAsync(cancellationToken);
        }
    }

    /// <summary>Stops the server, and frees what it uses.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);

        // It waits for a change that has begun, and that a store may hold up.
        await Task.Run(_parts.Dispose).ConfigureAwait(false);
    }

    private static async Task<LabelingServer> StartAsync(
        LabelingSession session, LabelingPool pool, LabelingServerOptions options, int port, CancellationToken cancellationToken)
    {
        var (application, parts) = ServerApplication.Build(session, pool, options, port);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            parts.Start(new Uri(addresses.Single()).Port);
            return new LabelingServer(application, parts, options);
        }
        catch (Exception exception)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            parts.Dispose();
            if (ListeningFailure.Explain(exception, options.Listen, port) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        // Not under the gate: whoever stops runs what is registered for it.
        await Task.Yield();
        try
        {
            await _application.StopAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _stopped.TrySetResult();
        }
    }
}
