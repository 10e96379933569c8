using ActiveAnomaly.Kernels;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// Binary cross-entropy of logits on the rows of a batch: with u = sigmoid(logit), the mean over the labelled rows of -ln u (abnormal) or
/// -ln (1 - u) (normal), and w times the mean over the unlabelled rows of -ln (1 - u). Either part is 0 for a batch without such rows;
/// pseudo-abnormal rows count in none.
/// </summary>
/// <remarks>
/// With w = 0, on the labelled rows alone, it is the loss of a UAI head (Pimentel et al., IJCNN 2020), beside the base loss. Above 0 the
/// unlabelled rows are weak negatives, and it is the loss of a classifier.
/// </remarks>
public sealed class LabelCrossEntropyObjective : Objective
{
    /// <summary>Creates the objective.</summary>
    /// <param name="logits">The logits [b x 1].</param>
    /// <param name="roles">The roles of the pool's rows.</param>
    /// <param name="weakNegativeWeight">The weight of the unlabelled rows' mean, w, at least 0 and finite.</param>
    /// <exception cref="ArgumentException">There is more than one logit a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is out of its range.</exception>
    public LabelCrossEntropyObjective(PassValue logits, RowRoles roles, float weakNegativeWeight = 0)
        : base(logits)
    {
        ArgumentNullException.ThrowIfNull(roles);
        if (logits.Size != 1)
        {
            throw new ArgumentException($"'{logits.Name}' has {logits.Size} columns; a head has one logit a row.", nameof(logits));
        }

        if (!(weakNegativeWeight >= 0) || !float.IsFinite(weakNegativeWeight))
        {
            throw new ArgumentOutOfRangeException(
                nameof(weakNegativeWeight), weakNegativeWeight, "The weight of the unlabelled rows must be at least 0 and finite.");
        }

        Roles = roles;
        WeakNegativeWeight = weakNegativeWeight;
    }

    /// <summary>Gets the roles of the pool's rows.</summary>
    public RowRoles Roles { get; }

    /// <summary>Gets the weight of the unlabelled rows' mean, w.</summary>
    public float WeakNegativeWeight { get; }

    /// <inheritdoc/>
    public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
    {
        var logits = values[0];
        var roles = Roles.Values;
        var (labeled, unlabeled) = (0, 0);
        foreach (var row in logits.Rows)
        {
            labeled += roles[row] is RowRole.Normal or RowRole.Abnormal ? 1 : 0;
            unlabeled += roles[row] == RowRole.Unlabeled ? 1 : 0;
        }

        var share = labeled == 0 ? 0f : 1f / labeled;
        var weakShare = unlabeled == 0 ? 0f : WeakNegativeWeight / unlabeled;
        var loss = 0.0;
        for (var position = 0; position < logits.RowCount; position++)
        {
            var role = roles[logits.Rows[position]];
            var weight = role switch
            {
                RowRole.Unlabeled => weakShare,
                RowRole.PseudoAbnormal => 0f,
                _ => share,
            };
            var slope = 0f;
            if (weight > 0)
            {
                var logit = logits.Row(position)[0];
                slope = (ScalarKernels.SigmoidOf(logit) - (role == RowRole.Abnormal ? 1f : 0f)) * weight;
                loss += weight * LogLoss(role == RowRole.Abnormal ? -logit : logit);
            }

            logits.GradientOf(position)[0] = slope;
        }

        return (float)loss;
    }

    /// <summary>ln(1 + exp(x)), written so that neither sign of x overflows.</summary>
    internal static double LogLoss(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));
}
