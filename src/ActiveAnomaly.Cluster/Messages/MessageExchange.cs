using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ActiveAnomaly.Cluster.Messages;

/// <summary>
/// What ASP.NET knows of a request that came as a message: the request, its lifetime, and a response that goes into a pipe. The head of the
/// response is final with its first byte, as on a connection.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source of cancellation without a timer has nothing to free.")]
internal sealed class MessageExchange : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature,
    IHttpMaxRequestBodySizeFeature, IHttpRequestBodyDetectionFeature
{
    private readonly CancellationTokenSource _aborting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _onCompleted = new();
    private readonly ExchangeWriter _writer;
    private readonly Pipe _pipe;

    /// <param name="message">The request.</param>
    /// <param name="bodyLimit">The largest body, which the silo that took the request has kept to.</param>
    public MessageExchange(RequestMessage message, long bodyLimit)
    {
        // A reader that falls behind holds up whoever writes.
        _pipe = new Pipe(new PipeOptions(
            pauseWriterThreshold: 2L << 20, resumeWriterThreshold: 1L << 20, useSynchronizationContext: false));
        _writer = new ExchangeWriter(_pipe.Writer, StartAsync);
        Stream = _writer.AsStream(leaveOpen: true);
        MaxRequestBodySize = bodyLimit;
        CanHaveBody = message.Body.Length > 0;
        RequestAborted = _aborting.Token;
        var request = new HttpRequestFeature
        {
            Protocol = "HTTP/1.1",
            Scheme = "http",
            Method = message.Method,
            Path = message.Path,
            QueryString = message.Query,
            RawTarget = message.Path + message.Query,
            Body = new MemoryStream(message.Body, writable: false),
        };
        request.Headers.Host = "silo";
        request.Headers.ContentType = message.ContentType;
        request.Headers.ContentLength = CanHaveBody ? message.Body.Length : null;
        Features.Set<IHttpRequestFeature>(request);
        Features.Set<IHttpResponseFeature>(this);
        Features.Set<IHttpResponseBodyFeature>(this);
        Features.Set<IHttpRequestLifetimeFeature>(this);
        Features.Set<IHttpMaxRequestBodySizeFeature>(this);
        Features.Set<IHttpRequestBodyDetectionFeature>(this);
    }

    public FeatureCollection Features { get; } = new();

    /// <summary>Gets the response's body.</summary>
    public PipeReader Reader => _pipe.Reader;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public Stream Body { get => Stream; set => throw new NotSupportedException("The response's body is a pipe."); }

    public bool HasStarted { get; private set; }

    public Stream Stream { get; }

    public PipeWriter Writer => _writer;

    public CancellationToken RequestAborted { get; set; }

    public bool IsReadOnly => false;

    public long? MaxRequestBodySize { get; set; }

    public bool CanHaveBody { get; }

    /// <summary>Gets the head of the response, once it is final.</summary>
    public ReplyHead Head => new()
    {
        Status = StatusCode,
        Headers = [.. Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()))],
    };

    /// <summary>Tells the endpoint that nobody waits any more.</summary>
    public void Abandon() => _aborting.Cancel();

    /// <summary>Breaks the response off.</summary>
    public void Abort()
    {
        _aborting.Cancel();
        _pipe.Writer.Complete(new IOException("The response was broken off."));
    }

    public void OnStarting(Func<object, Task> callback, object state) => _onStarting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _onCompleted.Push((callback, state));

    public void DisableBuffering()
    {
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
        {
            return;
        }

        while (_onStarting.TryPop(out var starting))
        {
            await starting.Callback(starting.State).ConfigureAwait(false);
        }

        HasStarted = true;
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public async Task CompleteAsync()
    {
        await StartAsync().ConfigureAwait(false);
        await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the exchange: the response is whole.</summary>
    public async Task EndAsync()
    {
        await CompleteAsync().ConfigureAwait(false);
        while (_onCompleted.TryPop(out var completed))
        {
            await completed.Callback(completed.State).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the head final before the first byte is seen.</summary>
    private sealed class ExchangeWriter(PipeWriter inner, Func<CancellationToken, Task> start) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            await start(cancellationToken).ConfigureAwait(false);
            return await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
