using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The one-class loss (Eq. 2; Ruff et al., ICML 2018, Eq. 4): L = 1/b sum of s over the rows that count. Pseudo-abnormal
/// rows never count, labelled abnormal rows only without rejection.
/// </summary>
public sealed class OneClassObjective : ScoreObjective
{
    private readonly RowRoles _roles;

    /// <summary>Creates the objective.</summary>
    /// <param name="scores">The scores s [b x 1].</param>
    /// <param name="roles">The roles of the pool's rows.</param>
    /// <param name="rejectAbnormal">Whether labelled abnormal rows contribute nothing.</param>
    /// <param name="mean">What the mean divides by.</param>
    public OneClassObjective(PassValue scores, RowRoles roles, bool rejectAbnormal, RejectionMean mean)
        : base(scores)
    {
        ArgumentNullException.ThrowIfNull(roles);
        _roles = roles;
        RejectAbnormal = rejectAbnormal;
        Mean = mean;
    }

    /// <summary>Gets the roles of the pool's rows.</summary>
    public RowRoles Roles => _roles;

    /// <summary>Gets a value indicating whether labelled abnormal rows contribute nothing.</summary>
    public bool RejectAbnormal { get; }

    /// <summary>Gets what the mean divides by.</summary>
    public RejectionMean Mean { get; }

    /// <inheritdoc/>
    protected override float EvaluateScores(ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, Span<float> slopes, bool withLoss)
    {
        var roles = _roles.Values;
        var share = Share(Mean, scores.Length, Mean == RejectionMean.AllRows ? 0 : CountedCount(rows));
        var sum = 0f;
        for (var i = 0; i < scores.Length; i++)
        {
            var counts = Counts(roles[rows[i]], RejectAbnormal);
            slopes[i] = counts ? share : 0f;
            sum += counts ? scores[i] : 0f;
        }

        return sum * share;
    }

    private int CountedCount(ReadOnlySpan<int> rows)
    {
        var roles = _roles.Values;
        var count = 0;
        foreach (var row in rows)
        {
            count += Counts(roles[row], RejectAbnormal) ? 1 : 0;
        }

        return count;
    }

    internal static bool Counts(RowRole role, bool rejectAbnormal) =>
        role != RowRole.PseudoAbnormal && !(rejectAbnormal && role == RowRole.Abnormal);

    internal static float Share(RejectionMean mean, int batchCount, int countedCount) =>
        1f / (mean == RejectionMean.AllRows ? batchCount : Math.Max(1, countedCount));
}
