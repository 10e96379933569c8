namespace ActiveAnomaly.Labeling;

/// <summary>What the next answers are worth, as far as the last ones tell. Immutable.</summary>
/// <param name="LastAnswerCount">The number of the last questions answered that it is about, at most <see cref="LongestWindow"/>.</param>
/// <param name="LastAbnormalCount">The number of anomalies among them.</param>
/// <param name="RankingOverlap">
/// The share of the top rows (k of the audit) that the model before these answers had at the top too, in [0, 1]; null where that model is
/// not known, as after a session was opened again.
/// </param>
/// <param name="Text">A sentence or two for a person.</param>
public sealed record StoppingAdvice(int LastAnswerCount, int LastAbnormalCount, double? RankingOverlap, string Text)
{
    /// <summary>The number of last questions looked at.</summary>
    public const int LongestWindow = 20;
}
