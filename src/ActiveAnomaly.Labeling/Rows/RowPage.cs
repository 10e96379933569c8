namespace ActiveAnomaly.Labeling.Rows;

/// <summary>Some of the rows that were asked for. Immutable.</summary>
/// <param name="Total">The number of all of them.</param>
/// <param name="Rows">Those of the page, in order.</param>
public sealed record RowPage(int Total, IReadOnlyList<int> Rows);
