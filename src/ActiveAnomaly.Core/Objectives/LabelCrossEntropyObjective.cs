using ActiveAnomaly.Kernels;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// Binary cross-entropy of a head's logits on the labelled rows of a batch: with u = sigmoid(logit), the mean over them of -ln u
/// (abnormal) or -ln (1 - u) (normal); 0 for a batch without any. It is the loss of a UAI head (Pimentel et al., IJCNN 2020), beside the
/// base loss.
/// </summary>
public sealed class LabelCrossEntropyObjective : Objective
{
    /// <summary>Creates the objective.</summary>
    /// <param name="logits">The logits [b x 1].</param>
    /// <param name="roles">The roles of the pool's rows; those labelled normal or abnormal count.</param>
    /// <exception cref="ArgumentException">There is more than one logit a row.</exception>
    public LabelCrossEntropyObjective(PassValue logits, RowRoles roles)
        : base(logits)
    {
        ArgumentNullException.ThrowIfNull(roles);
        if (logits.Size != 1)
        {
            throw new ArgumentException($"'{logits.Name}' has {logits.Size} columns; a head has one logit a row.", nameof(logits));
        }

        Roles = roles;
    }

    /// <summary>Gets the roles of the pool's rows.</summary>
    public RowRoles Roles { get; }

    /// <inheritdoc/>
    public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
    {
        var logits = values[0];
        var roles = Roles.Values;
        var labeled = 0;
        foreach (var row in logits.Rows)
        {
            labeled += roles[row] is RowRole.Normal or RowRole.Abnormal ? 1 : 0;
        }

        var share = labeled == 0 ? 0f : 1f / labeled;
        var loss = 0.0;
        for (var position = 0; position < logits.RowCount; position++)
        {
            var role = roles[logits.Rows[position]];
            var slope = 0f;
            if (role is RowRole.Normal or RowRole.Abnormal)
            {
                var logit = logits.Row(position)[0];
                slope = (ScalarKernels.SigmoidOf(logit) - (role == RowRole.Abnormal ? 1f : 0f)) * share;
                loss += share * LogLoss(role == RowRole.Abnormal ? -logit : logit);
            }

            logits.GradientOf(position)[0] = slope;
        }

        return (float)loss;
    }

    /// <summary>ln(1 + exp(x)), written so that neither sign of x overflows.</summary>
    internal static double LogLoss(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));
}
