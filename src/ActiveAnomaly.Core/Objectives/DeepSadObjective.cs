using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The loss of Deep SAD, deep semi-supervised anomaly detection (Ruff et al., ICLR 2020, Eq. 7): the mean over the batch
/// of s for rows that are not labelled, eta * s for rows labelled normal, and eta * (s + 1e-6)^-1 for rows labelled
/// abnormal. Pseudo-abnormal rows contribute 0.
/// </summary>
/// <remarks>
/// Deviation: the authors' program of the active method leaves labelled normal rows at weight 1
/// (<see cref="WeightsNormalRows"/>), which is the same for eta = 1, the default.
/// </remarks>
public sealed class DeepSadObjective : ScoreObjective
{
    /// <summary>Added to s before it is inverted, so that the loss of an abnormal row at the centre stays finite.</summary>
    public const float InverseOffset = 1e-6f;

    private readonly RowRoles _roles;

    /// <summary>Creates the objective.</summary>
    /// <param name="scores">The scores s [b x 1].</param>
    /// <param name="roles">The roles of the pool's rows.</param>
    /// <param name="eta">The weight of labelled rows, positive.</param>
    /// <param name="weightsNormalRows">Whether rows labelled normal are weighted too, or count like unlabelled ones.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="eta"/> is not positive and finite.</exception>
    public DeepSadObjective(PassValue scores, RowRoles roles, float eta, bool weightsNormalRows = true)
        : base(scores)
    {
        ArgumentNullException.ThrowIfNull(roles);
        if (!(eta > 0) || !float.IsFinite(eta))
        {
            throw new ArgumentOutOfRangeException(nameof(eta), eta, "The weight of labelled rows must be positive and finite.");
        }

        _roles = roles;
        Eta = eta;
        WeightsNormalRows = weightsNormalRows;
    }

    /// <summary>Gets the roles of the pool's rows.</summary>
    public RowRoles Roles => _roles;

    /// <summary>Gets the weight of labelled rows.</summary>
    public float Eta { get; }

    /// <summary>Gets a value indicating whether rows labelled normal are weighted too.</summary>
    public bool WeightsNormalRows { get; }

    /// <inheritdoc/>
    protected override float EvaluateScores(ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, Span<float> slopes, bool withLoss)
    {
        var roles = _roles.Values;
        var share = 1f / scores.Length;
        var sum = 0f;
        for (var i = 0; i < scores.Length; i++)
        {
            switch (roles[rows[i]])
            {
                case RowRole.Abnormal:
                    var inverse = 1f / (scores[i] + InverseOffset);
                    sum += Eta * inverse;
                    slopes[i] = -Eta * inverse * inverse * share;
                    break;
                case RowRole.Normal when WeightsNormalRows:
                    sum += Eta * scores[i];
                    slopes[i] = Eta * share;
                    break;
                case RowRole.PseudoAbnormal:
                    slopes[i] = 0f;
                    break;
                default:
                    sum += scores[i];
                    slopes[i] = share;
                    break;
            }
        }

        return sum * share;
    }
}
