using ActiveAnomaly.Kernels;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The losses of bidirectional generative adversarial networks (Donahue et al., ICLR 2017; Zenati et al., 2018), binary cross-entropies of
/// a discriminator's logits: with u of pairs (x, E(x)) and v of pairs (G(z), z), the mean of ln(1 + exp(-u)) and the mean of
/// ln(1 + exp(v)), added, for the discriminator; of ln(1 + exp(u)) and ln(1 + exp(-v)) for generator and encoder.
/// </summary>
/// <remarks>
/// The second is the loss of the authors' program, which has a slope where the discriminator is sure, not the negative of the first
/// (Goodfellow et al., NIPS 2014, Section 3).
/// </remarks>
public sealed class AdversarialObjective : Objective
{
    /// <summary>Creates the objective.</summary>
    /// <param name="encodedLogits">u, the logits of rows with their codes [b x 1].</param>
    /// <param name="generatedLogits">v, the logits of rows made of noise, with the noise [b' x 1]; of the same pass or another.</param>
    /// <param name="side">Whose loss it is.</param>
    /// <exception cref="ArgumentException">There is more than one logit a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="side"/> is no value of its type.</exception>
    public AdversarialObjective(PassValue encodedLogits, PassValue generatedLogits, AdversarialSide side)
        : base(encodedLogits, generatedLogits)
    {
        RequireOneColumn(encodedLogits, nameof(encodedLogits));
        RequireOneColumn(generatedLogits, nameof(generatedLogits));
        if (!Enum.IsDefined(side))
        {
            throw new ArgumentOutOfRangeException(nameof(side), side, $"{side} is no value of {nameof(AdversarialSide)}.");
        }

        Side = side;
    }

    /// <summary>Gets whose loss it is.</summary>
    public AdversarialSide Side { get; }

    /// <inheritdoc/>
    public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss) => (float)(
        Mean(values[0], Side == AdversarialSide.Discriminator, withLoss) + Mean(values[1], Side == AdversarialSide.Generator, withLoss));

    private static void RequireOneColumn(PassValue logits, string name)
    {
        if (logits.Size != 1)
        {
            throw new ArgumentException($"'{logits.Name}' has {logits.Size} columns; a discriminator has one logit a row.", name);
        }
    }

    /// <summary>The mean of -ln sigmoid(logit), or of -ln (1 - sigmoid(logit)).</summary>
    private static double Mean(BatchValue logits, bool isTrue, bool withLoss)
    {
        var share = 1f / logits.RowCount;
        var target = isTrue ? 1f : 0f;
        var loss = 0.0;
        for (var position = 0; position < logits.RowCount; position++)
        {
            var logit = logits.Row(position)[0];
            if (logits.WantsGradient)
            {
                logits.GradientOf(position)[0] = (ScalarKernels.SigmoidOf(logit) - target) * share;
            }

            loss += withLoss ? LabelCrossEntropyObjective.LogLoss(isTrue ? -logit : logit) : 0;
        }

        return loss / logits.RowCount;
    }
}
