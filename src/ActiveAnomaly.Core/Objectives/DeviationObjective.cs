using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The loss of deviation networks (Pang et al., KDD 2019, Eq. 6 and 7): with dev = (s - mu) / sigma, the mean over the batch of |dev| for
/// rows that are not labelled abnormal, and of max(a - dev, 0) for those that are.
/// </summary>
/// <remarks>
/// mu and sigma are the mean and the standard deviation of reference scores, numbers drawn from the standard normal distribution. The
/// derivative of |dev| at 0 is taken as 0.
/// </remarks>
public sealed class DeviationObjective : ScoreObjective
{
    private readonly RowRoles _roles;

    /// <summary>Creates the objective.</summary>
    /// <param name="scores">The scores s [b x 1].</param>
    /// <param name="roles">
    /// The roles of the pool's rows; those labelled abnormal are pushed away from the reference, all others pulled to it.
    /// </param>
    /// <param name="mean">The mean of the reference scores, mu, finite.</param>
    /// <param name="deviation">Their standard deviation, sigma, positive and finite.</param>
    /// <param name="margin">How many deviations anomalies are pushed away, a, positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public DeviationObjective(PassValue scores, RowRoles roles, float mean, float deviation, float margin)
        : base(scores)
    {
        ArgumentNullException.ThrowIfNull(roles);
        if (!float.IsFinite(mean))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of the reference scores must be finite.");
        }

        RequirePositive(deviation, nameof(deviation), "The standard deviation of the reference scores");
        RequirePositive(margin, nameof(margin), "The margin");
        _roles = roles;
        Mean = mean;
        Deviation = deviation;
        Margin = margin;
    }

    /// <summary>Gets the roles of the pool's rows.</summary>
    public RowRoles Roles => _roles;

    /// <summary>Gets the mean of the reference scores, mu.</summary>
    public float Mean { get; }

    /// <summary>Gets the standard deviation of the reference scores, sigma.</summary>
    public float Deviation { get; }

    /// <summary>Gets how many deviations anomalies are pushed away, a.</summary>
    public float Margin { get; }

    /// <inheritdoc/>
    protected override float EvaluateScores(ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, Span<float> slopes, bool withLoss)
    {
        var roles = _roles.Values;
        var slope = 1f / (Deviation * scores.Length);
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var deviations = (scores[i] - Mean) / Deviation;
            if (roles[rows[i]] == RowRole.Abnormal)
            {
                var missing = Margin - deviations;
                sum += Math.Max(missing, 0f);
                slopes[i] = missing > 0 ? -slope : 0f;
            }
            else
            {
                sum += Math.Abs(deviations);
                slopes[i] = deviations > 0 ? slope : deviations < 0 ? -slope : 0f;
            }
        }

        return (float)(sum / scores.Length);
    }

    private static void RequirePositive(float value, string name, string what)
    {
        if (!(value > 0) || !float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{what} must be positive and finite.");
        }
    }
}
