namespace ActiveAnomaly.Sessions.Events;

/// <summary>Rows were added at the pool's end; those before keep their indices.</summary>
public sealed record RowsAdded : SessionEvent
{
    /// <summary>Gets the number of rows added.</summary>
    public required int RowCount { get; init; }

    /// <summary>Gets their fingerprint (<see cref="PoolFingerprint"/>).</summary>
    public required string Fingerprint { get; init; }
}
