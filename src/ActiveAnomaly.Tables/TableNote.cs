namespace ActiveAnomaly.Tables;

/// <summary>Something that was understood of a table and that its owner may not have meant.</summary>
/// <param name="IsWarning">Whether the results are probably wrong if it was not meant.</param>
/// <param name="Text">What was found, and what to do if it is not meant.</param>
public sealed record TableNote(bool IsWarning, string Text);
