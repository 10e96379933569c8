using System.Buffers;
using System.Text.Json;
using ActiveAnomaly.Labeling.Serving.Contract;
using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Server-sent events of the session's state. One that nobody reads any more ends with its connection.</summary>
internal sealed class EventStream(StateFeed feed, TimeSpan heartbeat, TimeProvider clock)
{
    private static readonly ReadOnlyMemory<byte> StateBegin = "event: state\ndata: "u8.ToArray();
    private static readonly ReadOnlyMemory<byte> YouBegin = ",\"you\":"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> StateEnd = "}\n\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> SignOfLife = ": still here\n\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Closed = "event: closed\ndata: {}\n\n"u8.ToArray();

    /// <summary>Writes events until the client goes away or the server stops.</summary>
    /// <param name="context">The request.</param>
    /// <param name="annotator">Who listens.</param>
    /// <param name="stopping">Ends it with a last event.</param>
    public async Task WriteAsync(HttpContext context, string annotator, CancellationToken stopping)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";

        // A proxy that gathers what it passes on would keep the events back.
        response.Headers["X-Accel-Buffering"] = "no";
        using var listening = feed.Listen();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            StateSnapshot? snapshot = await feed.CurrentAsync(ending.Token).ConfigureAwait(false);
            while (snapshot is not null)
            {
                await WriteStateAsync(response, snapshot, annotator, ending.Token).ConfigureAwait(false);
                await Task.Delay(StateFeed.Interval, clock, ending.Token).ConfigureAwait(false);
                snapshot = await WaitAsync(response, snapshot.State.Version, ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            // The last event says why nothing follows.
        }

        await response.Body.WriteAsync(Closed, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes a state as it stands in the stream's data and in the response to GET /api/state.</summary>
    public static void Write(HttpResponse response, StateSnapshot snapshot, string annotator)
    {
        response.BodyWriter.Write(snapshot.Json.Span);
        response.BodyWriter.Write(YouBegin.Span);
        response.BodyWriter.Write(JsonSerializer.SerializeToUtf8Bytes(snapshot.You(annotator), ContractJson.Options));
    }

    private static async Task WriteStateAsync(
        HttpResponse response, StateSnapshot snapshot, string annotator, CancellationToken cancellationToken)
    {
        response.BodyWriter.Write(StateBegin.Span);
        Write(response, snapshot, annotator);
        response.BodyWriter.Write(StateEnd.Span);
        await response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<StateSnapshot?> WaitAsync(HttpResponse response, long version, CancellationToken cancellationToken)
    {
        var newer = feed.NewerAsync(version, cancellationToken);
        while (true)
        {
            var silence = Task.Delay(heartbeat, clock, cancellationToken);
            if (await Task.WhenAny(newer, silence).ConfigureAwait(false) == newer)
            {
                return await newer.ConfigureAwait(false);
            }

            await silence.ConfigureAwait(false);
            await response.Body.WriteAsync(SignOfLife, cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
