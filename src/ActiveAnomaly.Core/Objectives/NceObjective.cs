using ActiveAnomaly.Kernels;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The noise-contrastive-estimation term (Eq. 6 and 7): for every pair of a labelled normal row i and a labelled abnormal
/// row j, h = s_i / (s_i + s_j), and L = -1/N * sum over pairs of ln(1 - h), N being the number of pairs
/// (<see cref="NceNormalization"/>).
/// </summary>
/// <remarks>
/// The batch holds the labelled rows only: first the normal ones, then the abnormal ones. With ln(1 - h) =
/// ln(s_j / (s_i + s_j)) the derivatives are dL/ds_i = 1/N sum_j 1 / (s_i + s_j) and
/// dL/ds_j = -1/N 1/s_j sum_i s_i / (s_i + s_j); scores are limited to [1e-9, 1e9], so that all of it stays finite.
/// The logarithms are computed only when the loss is wanted.
/// </remarks>
public sealed class NceObjective : ScoreObjective
{
    /// <summary>Lower scores count as this one.</summary>
    public const float LowestScore = KernelSet.LowestPairTerm;

    /// <summary>Higher scores count as this one.</summary>
    public const float HighestScore = KernelSet.HighestPairTerm;

    private readonly float[] _limited;
    private readonly float[] _normalSums;
    private readonly float[] _abnormalSums;

    /// <summary>Creates the objective.</summary>
    /// <param name="scores">The scores s [b x 1].</param>
    /// <param name="normalCount">The number of labelled normal rows, at least 1.</param>
    /// <param name="abnormalCount">The number of labelled abnormal rows, at least 1.</param>
    /// <param name="normalization">What the sum over pairs is divided by.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1.</exception>
    public NceObjective(PassValue scores, int normalCount, int abnormalCount, NceNormalization normalization)
        : base(scores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(normalCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(abnormalCount, 1);
        NormalCount = normalCount;
        AbnormalCount = abnormalCount;
        Normalization = normalization;
        _limited = new float[normalCount + abnormalCount];
        _normalSums = new float[normalCount];
        _abnormalSums = new float[abnormalCount];
    }

    /// <summary>Gets the number of labelled normal rows, which come first in the batch.</summary>
    public int NormalCount { get; }

    /// <summary>Gets the number of labelled abnormal rows, which come last in the batch.</summary>
    public int AbnormalCount { get; }

    /// <summary>Gets what the sum over pairs is divided by.</summary>
    public NceNormalization Normalization { get; }

    /// <summary>Gets 1 / N.</summary>
    public double Share => Normalization == NceNormalization.Pairs
        ? 1.0 / ((double)NormalCount * AbnormalCount)
        : 1.0 / (NormalCount + AbnormalCount);

    /// <inheritdoc/>
    public override bool LossEveryStep => false;

    /// <inheritdoc/>
    protected override float EvaluateScores(ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, Span<float> slopes, bool withLoss)
    {
        if (scores.Length != NormalCount + AbnormalCount)
        {
            throw new InvalidOperationException(
                $"The batch holds {scores.Length} rows; "
                + $"the NCE term needs its {NormalCount} normal and {AbnormalCount} abnormal rows, in that order.");
        }

        for (var i = 0; i < scores.Length; i++)
        {
            var score = scores[i];
            score = score < LowestScore ? LowestScore : score;
            _limited[i] = score > HighestScore ? HighestScore : score;
        }

        var normal = _limited.AsSpan(0, NormalCount);
        var abnormal = _limited.AsSpan(NormalCount);
        Kernels.PairSums(normal, abnormal, _normalSums, _abnormalSums);
        var share = (float)Share;
        for (var i = 0; i < normal.Length; i++)
        {
            slopes[i] = _normalSums[i] * share;
        }

        for (var j = 0; j < abnormal.Length; j++)
        {
            slopes[NormalCount + j] = -(_abnormalSums[j] / abnormal[j]) * share;
        }

        return withLoss ? Loss(normal, abnormal) : 0f;
    }

    private float Loss(ReadOnlySpan<float> normal, ReadOnlySpan<float> abnormal)
    {
        // -ln(s_j / (s_i + s_j)) = ln(1 + s_i / s_j).
        var sum = 0.0;
        foreach (var s in abnormal)
        {
            var inverse = 1.0 / s;
            foreach (var other in normal)
            {
                sum += double.LogP1(other * inverse);
            }
        }

        return (float)(sum * Share);
    }
}
