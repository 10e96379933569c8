using System.Globalization;
using ActiveAnomaly.Labeling.Serving.Contract;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>What a server is made of, beside what ASP.NET makes.</summary>
internal sealed class ServerParts : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<PageAssets> _assets;
    private int _port;
    private bool _isDisposed;

    public ServerParts(LabelingSession session, LabelingPool pool, LabelingServerOptions options)
    {
        Token = new ServerToken(options.Token);
        Gate = new RequestGate(
            new ServerNames(options.Listen, options.AllowedHosts), Token, () => _port.ToString(CultureInfo.InvariantCulture));
        Served = new ServedSession(session, pool, _stopping.Token);
        Conversions = new ContractConversions(pool);
        Feed = new StateFeed(Served, Conversions, options.Clock);
        Events = new EventStream(Feed, options.Heartbeat, options.Clock);
        _assets = new Lazy<PageAssets>(() => PageAssets.Of(options.Page));
        Description = new Lazy<Task<SessionResponse>>(() => Served.ReadAsync(
            () => Conversions.ToSession(session, session.State.Budget, ExportEndpoints.Names, ServerVersion.Text), CancellationToken.None));
    }

    public ServerToken Token { get; }

    public RequestGate Gate { get; }

    public ServedSession Served { get; }

    public ContractConversions Conversions { get; }

    public StateFeed Feed { get; }

    public EventStream Events { get; }

    /// <summary>Gets the page's files; read when they are first asked for.</summary>
    public PageAssets Assets => _assets.Value;

    /// <summary>Gets what does not change of the session; computed once.</summary>
    public Lazy<Task<SessionResponse>> Description { get; }

    /// <summary>Gets the port that is listened on.</summary>
    public int Port => _port;

    /// <summary>Gets what is cancelled when the server stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Begins, once the server listens.</summary>
    public void Start(int port)
    {
        Volatile.Write(ref _port, port);
        Feed.Start(Stopping);

        // Counting the values of all columns may take a while: not when the page waits for it.
        _ = Description.Value;
    }

    /// <summary>Ends what goes on beside requests, and the streams of events.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _stopping.Cancel();
        Served.Dispose();
        _stopping.Dispose();
    }
}
