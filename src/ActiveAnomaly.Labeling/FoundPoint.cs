namespace ActiveAnomaly.Labeling;

/// <summary>A point of the curve of anomalies found over questions.</summary>
/// <param name="AnsweredCount">The number of questions answered normal or abnormal.</param>
/// <param name="AbnormalCount">The number of anomalies among them.</param>
public readonly record struct FoundPoint(int AnsweredCount, int AbnormalCount);
