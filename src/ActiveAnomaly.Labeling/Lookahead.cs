using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// What an annotator will be asked next, for each answer that he may give (<see cref="LabelingSession.LookAheadAsync"/>). Immutable.
/// </summary>
/// <param name="AfterNormal">The row, and why it is worth a question, after the answer normal; null where that is open.</param>
/// <param name="AfterAbnormal">The row, and why, after the answer abnormal; null where that is open.</param>
public sealed record Lookahead(ChosenRow? AfterNormal, ChosenRow? AfterAbnormal)
{
    /// <summary>Gets what comes after an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>The row, and why it is worth a question; null where that is open, as it is after a skip.</returns>
    public ChosenRow? After(Answer answer) => answer switch
    {
        Answer.Normal => AfterNormal,
        Answer.Abnormal => AfterAbnormal,
        _ => null,
    };
}
