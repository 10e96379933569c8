namespace ActiveAnomaly.Labeling;

/// <summary>What the next answers are worth, as far as the last ones tell. Immutable.</summary>
/// <param name="LastAnswerCount">
/// The number of answers that it is about, at most <see cref="LongestWindow"/>: the last ones, normal or abnormal, of rows that the model
/// chose. Rows drawn for an audit and rows answered unasked say nothing of what the model's next questions find.
/// </param>
/// <param name="LastAbnormalCount">The number of anomalies among them.</param>
/// <param name="RankingOverlap">
/// The share of the top rows (k of the audit) that the model before the last <see cref="LongestWindow"/> labelled rows, or the oldest one
/// since the session was opened, had at the top too, in [0, 1]; null where there is no such model.
/// </param>
/// <param name="Text">A sentence or two for a person.</param>
public sealed record StoppingAdvice(int LastAnswerCount, int LastAbnormalCount, double? RankingOverlap, string Text)
{
    /// <summary>The number of last answers looked at.</summary>
    public const int LongestWindow = 20;
}
