using Orleans;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>What there is to tell of an item of work. Immutable.</summary>
[GenerateSerializer]
[Immutable]
[Alias("active-anomaly.work-report")]
internal sealed record WorkReport
{
    /// <summary>That there is nothing to tell yet.</summary>
    public static readonly WorkReport Nothing = new() { State = WorkState.Running };

    [Id(0)]
    public required WorkState State { get; init; }

    /// <summary>Gets how far it is while it runs, where that has changed; then a part of its result; null otherwise.</summary>
    [Id(1)]
    public byte[]? Content { get; init; }

    /// <summary>Gets why it failed or is gone, in a sentence; null otherwise.</summary>
    [Id(2)]
    public string? Reason { get; init; }

    /// <summary>Says why an item is not done on this silo.</summary>
    public static WorkReport Gone(string reason) => new() { State = WorkState.Gone, Reason = reason };
}
