namespace ActiveAnomaly.Sessions;

/// <summary>
/// Anybody answers, and what most of those say who know counts, once there are enough of them; with as many on either side the row
/// waits for one more. When enough have answered and none of them knows, the row is skipped.
/// </summary>
public sealed class MajorityPolicy : LabelPolicy
{
    /// <summary>Creates the policy.</summary>
    /// <param name="fewestAnswers">How many must have answered (skips count) before there is a majority, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public MajorityPolicy(int fewestAnswers = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fewestAnswers, 1);
        FewestAnswers = fewestAnswers;
    }

    /// <summary>Gets how many must have answered.</summary>
    public int FewestAnswers { get; }

    /// <inheritdoc/>
    public override string Name => $"majority of at least {FewestAnswers}";

    /// <inheritdoc/>
    public override Answer? Decide(IReadOnlyList<AnnotatedAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Count < FewestAnswers)
        {
            return null;
        }

        var (normal, abnormal) = (
            answers.Count(answer => answer.Answer == Answer.Normal),
            answers.Count(answer => answer.Answer == Answer.Abnormal));
        return normal > abnormal ? Answer.Normal
            : abnormal > normal ? Answer.Abnormal
            : normal == 0 ? Answer.Skip
            : null;
    }
}
