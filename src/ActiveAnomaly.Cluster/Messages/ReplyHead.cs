using Orleans;

namespace ActiveAnomaly.Cluster.Messages;

/// <summary>What a reply begins with. Immutable.</summary>
[GenerateSerializer]
[Immutable]
[Alias("active-anomaly.reply-head")]
internal sealed record ReplyHead
{
    [Id(0)]
    public required int Status { get; init; }

    [Id(1)]
    public required KeyValuePair<string, string>[] Headers { get; init; }
}
