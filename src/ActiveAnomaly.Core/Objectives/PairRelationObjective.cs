using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The loss of pairwise relation prediction (Pang et al., KDD 2023, Eq. 2): the mean over the pairs of a batch of |f(x_i, x_j) - y|, where
/// the relation f = p_i + q_j is the sum of what either row of the pair gives.
/// </summary>
/// <remarks>
/// A linear layer on two codes side by side, w [z_i, z_j] + b, is such a sum: p_i = w_1 z_i + b, q_j = w_2 z_j. The derivative of |f - y|
/// at 0 is taken as 0.
/// </remarks>
public sealed class PairRelationObjective : Objective
{
    private readonly float[] _targets;

    /// <summary>Creates the objective.</summary>
    /// <param name="firsts">What the first row of each pair gives, p [b x 1].</param>
    /// <param name="seconds">What the second row of each pair gives, q [b x 1], of a pass with as many rows.</param>
    /// <param name="targets">The relation that the pair at each place of a batch should have, y [b], finite; copied.</param>
    /// <exception cref="ArgumentException">
    /// A value has several columns, a target is no finite number, or there is not one target for each of as many first as second rows.
    /// </exception>
    public PairRelationObjective(PassValue firsts, PassValue seconds, ReadOnlySpan<float> targets)
        : base(firsts, seconds)
    {
        if (firsts.Size != 1 || seconds.Size != 1)
        {
            throw new ArgumentException(
                $"'{firsts.Name}' has {firsts.Size} columns and '{seconds.Name}' {seconds.Size}; what a row gives is one number.",
                nameof(firsts));
        }

        var (count, other) = (firsts.Pass.Source.LargestBatch, seconds.Pass.Source.LargestBatch);
        if (targets.Length != count || count != other)
        {
            throw new ArgumentException(
                $"There are {targets.Length} targets, {count} first rows and {other} second rows; one of each makes a pair.",
                nameof(targets));
        }

        _targets = targets.ToArray();
        if (Array.FindIndex(_targets, target => !float.IsFinite(target)) is >= 0 and var bad)
        {
            throw new ArgumentException($"Target {bad} is {_targets[bad]}; targets are finite.", nameof(targets));
        }
    }

    /// <summary>Gets the relation that the pair at each place of a batch should have.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <inheritdoc/>
    public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
    {
        var (firsts, seconds) = (values[0], values[1]);
        var share = 1f / _targets.Length;
        var sum = 0.0;
        for (var i = 0; i < _targets.Length; i++)
        {
            var difference = firsts.Row(i)[0] + seconds.Row(i)[0] - _targets[i];
            sum += Math.Abs(difference);
            var slope = difference > 0 ? share : difference < 0 ? -share : 0f;
            firsts.GradientOf(i)[0] = slope;
            seconds.GradientOf(i)[0] = slope;
        }

        return (float)(sum / _targets.Length);
    }
}
