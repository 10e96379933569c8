namespace ActiveAnomaly.Sessions.Events;

/// <summary>
/// What whoever shows the pool to people wants to know again on another day, such as where it was read from. The latest one counts. It
/// influences no result.
/// </summary>
public sealed record PoolDescribed : SessionEvent
{
    /// <summary>Gets the properties by name.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }
}
