using Orleans;

namespace ActiveAnomaly.Cluster.Messages;

/// <summary>
/// A part of a reply: large files, streams of events, and what takes long come in several, each of which is asked for. Immutable.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("active-anomaly.reply-part")]
internal sealed record ReplyPart
{
    /// <summary>A part that says that there is nothing yet.</summary>
    public static readonly ReplyPart Nothing = new();

    /// <summary>A part that says that no more comes, though the reply is not whole.</summary>
    public static readonly ReplyPart Broken = new() { IsLast = true, IsBroken = true };

    /// <summary>Gets what the reply begins with, in the first part that is not empty; else null.</summary>
    [Id(0)]
    public ReplyHead? Head { get; init; }

    [Id(1)]
    public byte[] Body { get; init; } = [];

    [Id(2)]
    public bool IsLast { get; init; }

    [Id(3)]
    public bool IsBroken { get; init; }
}
