using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>A line of a file of labels.</summary>
/// <param name="Place">The line that it begins in, from 1.</param>
/// <param name="Id">What the row is called.</param>
/// <param name="Row">The row; null where there is none of that id.</param>
/// <param name="Answer">The answer; null for none.</param>
/// <param name="Who">Who says so; null where the file does not tell.</param>
/// <param name="When">When; null where the file does not tell.</param>
/// <param name="Note">The note; null where the file does not tell of any.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Fault">What is wrong with the line, as a sentence; null for nothing.</param>
internal sealed record LabelCsvLine(
    long Place,
    string Id,
    int? Row,
    Answer? Answer,
    string? Who,
    DateTimeOffset? When,
    string? Note,
    IReadOnlyList<string> Tags,
    string? Fault)
{
    /// <summary>Gets a value indicating whether the line says something of a note.</summary>
    public bool HasNote => Note is { Length: > 0 } || Tags.Count > 0;
}
