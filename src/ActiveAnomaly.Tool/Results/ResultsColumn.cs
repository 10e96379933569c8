namespace ActiveAnomaly.Tool.Results;

/// <summary>A column of a results file.</summary>
/// <param name="Name">The name in the header.</param>
/// <param name="Text">Gives a row's cell; null for a value that the row has not.</param>
internal sealed record ResultsColumn<TRow>(string Name, Func<TRow, object?> Text);
