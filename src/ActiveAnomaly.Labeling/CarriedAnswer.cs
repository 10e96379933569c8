using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>An answer of an earlier session to a row that a later file has too. Immutable.</summary>
/// <param name="EarlierRow">The row of the earlier pool.</param>
/// <param name="Row">The same row of the later pool.</param>
/// <param name="Annotator">Who answered.</param>
/// <param name="Answer">What: normal or abnormal.</param>
/// <param name="Time">When.</param>
public sealed record CarriedAnswer(int EarlierRow, int Row, string Annotator, Answer Answer, DateTimeOffset Time);
