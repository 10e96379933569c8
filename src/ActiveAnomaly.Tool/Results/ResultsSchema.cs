namespace ActiveAnomaly.Tool.Results;

/// <summary>What the rows of a kind of results file look like.</summary>
/// <param name="Kind">The command that writes such files: the first line of a file names it.</param>
/// <param name="Columns">The columns, in order.</param>
/// <param name="Read">Makes a row of a line's cells; reads every column.</param>
internal sealed record ResultsSchema<TRow>(string Kind, IReadOnlyList<ResultsColumn<TRow>> Columns, Func<ResultsCells, TRow> Read)
{
    /// <summary>Gets the names of the columns.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Columns.Select(column => column.Name)];
}
