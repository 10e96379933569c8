using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The soft-boundary loss (Eq. 1; Ruff et al., ICML 2018, Eq. 3) as the authors' program has it:
/// L = R^2 + (1 / nu) * 1/b * sum over the rows that count of max(0, s - R^2).
/// </summary>
/// <remarks>
/// R starts at 0. From epoch <see cref="WarmUpEpochCount"/> on it becomes, after every minibatch, the (1 - nu) quantile of
/// that minibatch's distances sqrt(s), with linear interpolation. Deviation: the paper's Eq. 1 is nu times this loss
/// (<see cref="SoftBoundaryScale.Paper"/>).
/// </remarks>
public sealed class SoftBoundaryObjective : ScoreObjective
{
    private readonly RowRoles _roles;
    private float[] _distances = [];
    private bool _warm;

    /// <summary>Creates the objective.</summary>
    /// <param name="scores">The scores s [b x 1].</param>
    /// <param name="roles">The roles of the pool's rows.</param>
    /// <param name="rejectAbnormal">Whether labelled abnormal rows contribute nothing.</param>
    /// <param name="mean">What the mean divides by.</param>
    /// <param name="nu">The share of rows expected outside the boundary, in (0, 1].</param>
    /// <param name="warmUpEpochCount">The number of epochs during which R stays 0.</param>
    /// <param name="scale">The scale of the loss.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public SoftBoundaryObjective(
        PassValue scores,
        RowRoles roles,
        bool rejectAbnormal,
        RejectionMean mean,
        float nu,
        int warmUpEpochCount,
        SoftBoundaryScale scale = SoftBoundaryScale.Program)
        : base(scores)
    {
        ArgumentNullException.ThrowIfNull(roles);
        if (!(nu > 0 && nu <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(nu), nu, "nu is a share in (0, 1].");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(warmUpEpochCount);
        _roles = roles;
        RejectAbnormal = rejectAbnormal;
        Mean = mean;
        Nu = nu;
        Scale = scale;
        WarmUpEpochCount = warmUpEpochCount;
        _warm = warmUpEpochCount == 0;
    }

    /// <summary>Gets the roles of the pool's rows.</summary>
    public RowRoles Roles => _roles;

    /// <summary>Gets a value indicating whether labelled abnormal rows contribute nothing.</summary>
    public bool RejectAbnormal { get; }

    /// <summary>Gets what the mean divides by.</summary>
    public RejectionMean Mean { get; }

    /// <summary>Gets the share of rows expected outside the boundary.</summary>
    public float Nu { get; }

    /// <summary>Gets the scale of the loss.</summary>
    public SoftBoundaryScale Scale { get; }

    /// <summary>Gets the number of epochs during which R stays 0.</summary>
    public int WarmUpEpochCount { get; }

    /// <summary>Gets or sets the radius R, in units of distance (the root of a score).</summary>
    public float Radius { get; set; }

    /// <inheritdoc/>
    public override void Prepare(int largestBatch)
    {
        base.Prepare(largestBatch);
        _distances = new float[largestBatch];
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => _warm = epochIndex >= WarmUpEpochCount;

    /// <inheritdoc/>
    protected override float EvaluateScores(ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, Span<float> slopes, bool withLoss)
    {
        var roles = _roles.Values;
        var squaredRadius = Radius * Radius;
        var sum = 0f;
        var counted = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var counts = OneClassObjective.Counts(roles[rows[i]], RejectAbnormal);
            var outside = counts && !(scores[i] <= squaredRadius);
            slopes[i] = outside ? 1f : 0f;
            sum += outside ? scores[i] - squaredRadius : 0f;
            counted += counts ? 1 : 0;
        }

        var scale = Scale == SoftBoundaryScale.Paper ? Nu : 1f;
        var share = scale * OneClassObjective.Share(Mean, scores.Length, counted) / Nu;
        foreach (ref var slope in slopes)
        {
            slope *= share;
        }

        if (_warm)
        {
            Radius = MinibatchRadius(scores);
        }

        return (scale * squaredRadius) + (sum * share);
    }

    private float MinibatchRadius(ReadOnlySpan<float> scores)
    {
        var distances = _distances.AsSpan(0, scores.Length);
        for (var i = 0; i < distances.Length; i++)
        {
            distances[i] = MathF.Sqrt(scores[i]);
        }

        distances.Sort();
        return (float)Metrics.Quantile.OfSorted(distances, 1.0 - Nu);
    }
}
