using ActiveAnomaly.Cluster.Messages;

namespace ActiveAnomaly.Cluster.Sessions;

/// <summary>
/// Keeps a session open: it is opened when it is first needed, and anew where its log turns out to be another than it takes it for.
/// Opening and closing take long, and happen on threads of their own. Thread safe.
/// </summary>
internal sealed class SessionHost(string id, SessionOpener opener) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private Task<OpenSession>? _opening;
    private bool _isClosed;

    /// <summary>Answers a request, or says why the session cannot be opened.</summary>
    /// <param name="exchange">What takes the response.</param>
    /// <param name="message">The request.</param>
    public async Task AnswerAsync(MessageExchange exchange, RequestMessage message)
    {
        OpenSession session;
        try
        {
            session = await GetAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await OpeningProblem.WriteAsync(exchange, message, id, opener.SiloName, exception, opener.Server.Logger).ConfigureAwait(false);
            return;
        }

        await session.AnswerAsync(exchange).ConfigureAwait(false);
    }

    /// <summary>Closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<OpenSession>? opening;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            opening = _opening;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await CloseAsync(opening).ConfigureAwait(false);
        _closing.Dispose();
    }

    /// <summary>
    /// Gets the session. Who asks while it is opened waits for that; where that fails, the next one who asks tries again.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The session was closed here.</exception>
    private Task<OpenSession> GetAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_opening is { } opening && (!opening.IsCompleted || (opening.IsCompletedSuccessfully && opening.Result.Loss is null)))
            {
                return opening;
            }

            var before = _opening;
            return _opening = Task.Run(() => OpenAsync(before));
        }
    }

    private static async Task CloseAsync(Task<OpenSession>? opening)
    {
        if (opening is null)
        {
            return;
        }

        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await opening.Result.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<OpenSession> OpenAsync(Task<OpenSession>? before)
    {
        // One at a time: two of them would write to one log, and find each other out.
        await CloseAsync(before).ConfigureAwait(false);
        return await opener.OpenAsync(id, _closing.Token).ConfigureAwait(false);
    }
}
