using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The loss of an autoencoder: mean squared difference between output and input,
/// L = 1 / (b d) sum over rows and features of (y - x)^2.
/// </summary>
public sealed class ReconstructionObjective : Objective
{
    /// <summary>Creates the objective.</summary>
    /// <param name="outputs">y [b x d].</param>
    /// <param name="targets">x [b x d].</param>
    /// <exception cref="ArgumentException">The two have different numbers of columns.</exception>
    public ReconstructionObjective(PassValue outputs, PassValue targets)
        : base(outputs, targets)
    {
        if (outputs.Size != targets.Size)
        {
            throw new ArgumentException(
                $"'{outputs.Name}' has {outputs.Size} columns and '{targets.Name}' {targets.Size}; the two must agree.", nameof(targets));
        }
    }

    /// <inheritdoc/>
    public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
    {
        var (outputs, targets) = (values[0], values[1]);
        var loss = Kernels.SquaredError(
            outputs.Values,
            outputs.Stride,
            targets.Values,
            targets.Stride,
            outputs.Gradient,
            outputs.Stride,
            outputs.RowCount,
            outputs.Size,
            1f / ((float)outputs.RowCount * outputs.Size));
        for (var position = 0; targets.WantsGradient && position < targets.RowCount; position++)
        {
            var gradient = targets.GradientOf(position);
            var negative = outputs.GradientOf(position);
            for (var k = 0; k < gradient.Length; k++)
            {
                gradient[k] = -negative[k];
            }
        }

        return loss;
    }
}
