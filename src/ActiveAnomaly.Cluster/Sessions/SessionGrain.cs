using System.Collections.Concurrent;
using ActiveAnomaly.Cluster.Messages;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace ActiveAnomaly.Cluster.Sessions;

/// <summary>
/// A session on this silo. Orleans sees to it that there is one in the cluster; where there are two for a moment, as when a silo was taken
/// for dead and was not, the log takes the events of one of them, and the other one opens the session anew.
/// </summary>
[Reentrant]
[CollectionAgeLimit(Minutes = 10)]
internal sealed class SessionGrain(SessionOpener opener) : Grain, ISessionGrain, IAsyncDisposable
{
    /// <summary>How long a call waits for something of the reply; well below what a call may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A silo that asks for parts asks again at once; one that has not for so long is gone.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<Guid, RunningReply> _replies = new();
    private SessionHost? _host;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _host = new SessionHost(this.GetPrimaryKeyString(), opener);
        this.RegisterGrainTimer(
            Sweep, new GrainTimerCreationOptions { DueTime = SweepPeriod, Period = SweepPeriod, Interleave = true, KeepAlive = false });
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Streams of events get their last one before the others are given up.
        await _host!.DisposeAsync();
        foreach (var reply in _replies.Values)
        {
            reply.Abandon();
        }
    }

    public Task<ReplyPart> BeginAsync(RequestMessage message)
    {
        var reply = _replies[message.Ticket] = new RunningReply(
            message, opener.Server.ImportLimit, exchange => _host!.AnswerAsync(exchange, message));
        return NextAsync(message.Ticket, reply);
    }

    public Task<ReplyPart> ContinueAsync(Guid ticket) =>
        _replies.TryGetValue(ticket, out var reply) ? NextAsync(ticket, reply) : Task.FromResult(ReplyPart.Broken);

    public Task AbandonAsync(Guid ticket)
    {
        if (_replies.TryRemove(ticket, out var reply))
        {
            reply.Abandon();
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<ReplyPart> NextAsync(Guid ticket, RunningReply reply)
    {
        var part = await reply.NextAsync(Patience);
        if (part.IsLast)
        {
            _replies.TryRemove(ticket, out _);
        }

        return part;
    }

    private Task Sweep(CancellationToken cancellationToken)
    {
        foreach (var (ticket, reply) in _replies)
        {
            if (reply.Silence > LongestSilence)
            {
                _replies.TryRemove(ticket, out _);
                reply.Abandon();
            }
        }

        return Task.CompletedTask;
    }
}
