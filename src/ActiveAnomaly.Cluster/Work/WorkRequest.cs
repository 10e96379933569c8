using Orleans;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>An item of work, as a silo is asked to do it. Immutable.</summary>
[GenerateSerializer]
[Immutable]
[Alias("active-anomaly.work-request")]
internal sealed record WorkRequest
{
    /// <summary>Gets what the item goes by.</summary>
    [Id(0)]
    public required Guid Ticket { get; init; }

    /// <summary>Gets the work's name.</summary>
    [Id(1)]
    public required string WorkName { get; init; }

    [Id(2)]
    public required byte[] Content { get; init; }

    /// <summary>Gets the hashes of the inputs.</summary>
    [Id(3)]
    public required string[] Inputs { get; init; }

    /// <summary>Gets the lengths of the inputs in bytes.</summary>
    [Id(4)]
    public required int[] InputLengths { get; init; }

    /// <summary>Gets the address of the silo that offers the inputs.</summary>
    [Id(5)]
    public required string Origin { get; init; }
}
