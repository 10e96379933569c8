using System.Text.Json.Serialization;

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

    /// <summary>Gets why the rows are asked about. Logs of versions 1 and 2 know of strategies alone, and do not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public QueryPurpose Purpose { get; init; }

    /// <summary>
    /// Gets the rows' ranks by the scores of the stage, before they were answered: 1 for the highest; null where they were not taken down.
    /// </summary>
    public IReadOnlyList<int>? Ranks { get; init; }
}
