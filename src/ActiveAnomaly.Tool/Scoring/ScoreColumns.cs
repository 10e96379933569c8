namespace ActiveAnomaly.Tool.Scoring;

/// <summary>The columns of a file of scores.</summary>
/// <param name="PlaceWord">The name of the first, the place of the row in its table: line or row.</param>
/// <param name="HasProbability">Whether there is one of probabilities.</param>
/// <param name="ReasonCount">The most reasons of a row, each with a contribution; 0 for none.</param>
internal sealed record ScoreColumns(string PlaceWord, bool HasProbability, int ReasonCount);
