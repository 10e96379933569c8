using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Who said what of a row, and when. Immutable.</summary>
/// <param name="Annotator">Who.</param>
/// <param name="Answer">What.</param>
/// <param name="Time">When he said it, here or where it was brought from.</param>
public sealed record GivenAnswer(string Annotator, Answer Answer, DateTimeOffset Time);
