namespace ActiveAnomaly.Tool.Scoring;

/// <summary>The columns of a file of scores.</summary>
/// <param name="PlaceWord">The name of the first, the place of the row in its table: line or row.</param>
/// <param name="HasProbability">Whether there is one of probabilities.</param>
/// <param name="ReasonCount">The most reasons of a row, each with a contribution; 0 for none.</param>
internal sealed record ScoreColumns(string PlaceWord, bool HasProbability, int ReasonCount)
{
    private const string AfterPlace = ",score,abnormal";

    /// <summary>Gets the names, separated by commas.</summary>
    public string Header => $"{PlaceWord}{AfterPlace}{(HasProbability ? ",probability" : string.Empty)}"
        + string.Concat(Enumerable.Range(1, ReasonCount).Select(place => $",reason{place},contribution{place}"));

    /// <summary>Tells whether a line is the first one of a file of scores, of whatever columns beyond those that all have.</summary>
    public static bool IsHeader(string? line) =>
        line?.IndexOf(',', StringComparison.Ordinal) is { } end and >= 0
        && line.AsSpan(end).StartsWith(AfterPlace, StringComparison.Ordinal);
}
