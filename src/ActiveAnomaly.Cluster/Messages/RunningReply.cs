using System.Buffers;
using System.IO.Pipelines;

namespace ActiveAnomaly.Cluster.Messages;

/// <summary>
/// A request that is being answered, whose reply is asked for part by part, one after the other. Thread safe but for that.
/// </summary>
internal sealed class RunningReply
{
    /// <summary>The most bytes of a part.</summary>
    public const int LargestPart = 1 << 19;

    /// <summary>How long a part waits for the end of a reply that is likely there: most replies come in one.</summary>
    private static readonly TimeSpan MomentForTheEnd = TimeSpan.FromMilliseconds(5);

    private readonly MessageExchange _exchange;
    private readonly Task _running;
    private bool _hasHead;
    private long _lastAsked;

    /// <summary>Begins to answer.</summary>
    /// <param name="message">The request.</param>
    /// <param name="bodyLimit">The largest body.</param>
    /// <param name="answer">Answers it.</param>
    public RunningReply(RequestMessage message, long bodyLimit, Func<MessageExchange, Task> answer)
    {
        _exchange = new MessageExchange(message, bodyLimit);
        _lastAsked = TimeProvider.System.GetTimestamp();
        _running = Task.Run(() => RunAsync(answer));
    }

    /// <summary>Gets how long nobody has asked for a part.</summary>
    public TimeSpan Silence => TimeProvider.System.GetElapsedTime(Volatile.Read(ref _lastAsked));

    /// <summary>Gets what is there of the reply, waiting for it as long as so.</summary>
    /// <param name="patience">How long.</param>
    public async Task<ReplyPart> NextAsync(TimeSpan patience)
    {
        Volatile.Write(ref _lastAsked, TimeProvider.System.GetTimestamp());
        try
        {
            using var waiting = new CancellationTokenSource(patience);
            var read = await _exchange.Reader.ReadAsync(waiting.Token).ConfigureAwait(false);
            if (!read.IsCanceled && !read.IsCompleted && read.Buffer.Length < LargestPart)
            {
                // Most replies end right after what they wrote: one part for both.
                _exchange.Reader.AdvanceTo(read.Buffer.Start);
                await Task.WhenAny(_running, Task.Delay(MomentForTheEnd)).ConfigureAwait(false);
                read = await _exchange.Reader.ReadAsync(waiting.Token).ConfigureAwait(false);
            }

            return PartOf(read);
        }
        catch (OperationCanceledException)
        {
            return ReplyPart.Nothing;
        }
        catch (IOException)
        {
            // Broken off by whoever wrote it.
            return ReplyPart.Broken;
        }
        finally
        {
            Volatile.Write(ref _lastAsked, TimeProvider.System.GetTimestamp());
        }
    }

    /// <summary>Says that nobody waits any more: a change that has begun is made to its end all the same.</summary>
    public void Abandon()
    {
        _exchange.Abandon();
        _exchange.Reader.CancelPendingRead();
    }

    private ReplyPart PartOf(ReadResult read)
    {
        if (read.IsCanceled)
        {
            return ReplyPart.Broken;
        }

        var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, LargestPart));
        var isLast = read.IsCompleted && taken.Length == read.Buffer.Length;
        var part = new ReplyPart { Head = _hasHead ? null : _exchange.Head, Body = taken.ToArray(), IsLast = isLast };
        _hasHead = true;
        _exchange.Reader.AdvanceTo(taken.End);
        return part;
    }

    private async Task RunAsync(Func<MessageExchange, Task> answer)
    {
        try
        {
            await answer(_exchange).ConfigureAwait(false);
            await _exchange.EndAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What can be said was said by whoever answers; the rest shows as a reply that is not whole.
            _exchange.Abort();
        }
    }
}
