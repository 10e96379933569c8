using Orleans;

namespace ActiveAnomaly.Cluster.Messages;

/// <summary>A request for a session, as the silo that took it hands it to the one that has the session. Immutable.</summary>
[GenerateSerializer]
[Immutable]
[Alias("active-anomaly.request")]
internal sealed record RequestMessage
{
    /// <summary>Gets what the reply goes by.</summary>
    [Id(0)]
    public required Guid Ticket { get; init; }

    [Id(1)]
    public required string Method { get; init; }

    /// <summary>Gets the path below the session's.</summary>
    [Id(2)]
    public required string Path { get; init; }

    /// <summary>Gets the query with its question mark; empty for none.</summary>
    [Id(3)]
    public required string Query { get; init; }

    [Id(4)]
    public required string? ContentType { get; init; }

    [Id(5)]
    public required byte[] Body { get; init; }
}
