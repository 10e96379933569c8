namespace ActiveAnomaly.Sessions;

/// <summary>Anybody answers, and the latest answer counts.</summary>
public sealed class LatestAnswerPolicy : LabelPolicy
{
    /// <inheritdoc/>
    public override string Name => "latest answer";

    /// <inheritdoc/>
    public override Answer? Decide(IReadOnlyList<AnnotatedAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return answers[^1].Answer;
    }
}
