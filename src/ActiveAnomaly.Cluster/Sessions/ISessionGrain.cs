using ActiveAnomaly.Cluster.Messages;
using Orleans;
using Orleans.Concurrency;

namespace ActiveAnomaly.Cluster.Sessions;

/// <summary>A session, wherever in the cluster it lives. Its key is the session's id.</summary>
[Alias("active-anomaly.session")]
internal interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Begins to answer a request.</summary>
    /// <param name="message">The request.</param>
    /// <returns>The first part of the reply; empty where that takes long.</returns>
    [Alias("begin")]
    Task<ReplyPart> BeginAsync(RequestMessage message);

    /// <summary>Gets the next part of a reply.</summary>
    /// <param name="ticket">The request's.</param>
    /// <returns>The part; empty where it takes long, broken where the reply is not known here.</returns>
    [Alias("continue")]
    Task<ReplyPart> ContinueAsync(Guid ticket);

    /// <summary>Says that nobody waits for a reply any more.</summary>
    /// <param name="ticket">The request's.</param>
    [OneWay]
    [Alias("abandon")]
    Task AbandonAsync(Guid ticket);
}
