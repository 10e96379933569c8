namespace ActiveAnomaly.Sessions.Events;

/// <summary>Rows were chosen to be asked about.</summary>
public sealed record RowsQueried : SessionEvent
{
    /// <summary>Gets the stage whose model asks.</summary>
    public required int Stage { get; init; }

    /// <summary>Gets the rows, in the order of choice; at least one.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>Gets the quantile of the scores at which the query was made, q, or null when the strategy has none.</summary>
    public double? BoundaryQuantile { get; init; }
}
