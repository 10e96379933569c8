using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// The loss of RoSAS (Xu et al., Information Processing and Management 60(5), 2023): L = g L_emb + (1 - g) L_score +
/// 0.01 ||Z_a + Z_p + Z_n||_F. The batch holds three times t rows: anchors and positives of the unlabelled rows, targets y = -1,
/// and negatives of the labelled anomalies, y = 1.
/// </summary>
/// <remarks>
/// L_emb is the triplet loss (<see cref="TripletTerm"/>). L_score is the mean over mixed rows of h(s~ - y~) + h(s~ - sum l_m s_m),
/// with y~ = sum l_m y_m, h(e) = e^2 / 2 up to |e| = 1 and |e| - 1/2 above, and gradients of both sides of the second difference. g
/// = sigmoid((L_emb / m_emb - L_score / m_score) / 2), in which m are the means of the epoch before, 1 at first; the gradient goes
/// through g too. A mean of 0 gives its loss no share, and two of them give each one half.
/// Deviation: the program computes g as a quotient of exponentials, which overflow; here it is the sigmoid that it equals.
/// </remarks>
public sealed class RosasObjective : Objective
{
    /// <summary>The weight of the embeddings' norm.</summary>
    public const double NormWeight = 0.01;

    /// <summary>What PyTorch adds to each difference of embeddings, so that a distance of 0 has a gradient.</summary>
    public const float DistanceEpsilon = 1e-6f;

    /// <summary>The margin of DevNet's loss, in standard deviations.</summary>
    public const double DeviationMargin = 5;

    private readonly TripletTerm _triplets;
    private readonly MixOperation? _mix;
    private double[] _slopes = [];
    private double[] _mixedSlopes = [];
    private double _embeddingSum;
    private double _scoreSum;
    private int _stepCount;

    /// <summary>Creates the loss over mixed rows.</summary>
    /// <param name="embeddings">The embeddings Z [3 t x h].</param>
    /// <param name="scores">The scores s of the rows [3 t x 1].</param>
    /// <param name="mix">What mixes rows; it tells weights and places.</param>
    /// <param name="mixedScores">The scores of the mixed rows [3 t x 1].</param>
    /// <param name="margin">The margin of the triplet loss, at least 0 and finite.</param>
    /// <param name="ablation">What is left out; not what leaves mixed rows out.</param>
    /// <exception cref="ArgumentException">
    /// The values are not of one pass, scores have several columns, or the ablation has no mixed rows.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public RosasObjective(
        PassValue embeddings, PassValue scores, MixOperation mix, PassValue mixedScores, double margin, RosasAblation ablation)
        : base(embeddings, scores, mixedScores)
    {
        ArgumentNullException.ThrowIfNull(mix);
        if (ablation is RosasAblation.MixedRows or RosasAblation.RegressionForDeviation || !Enum.IsDefined(ablation))
        {
            throw new ArgumentException($"The ablation {ablation} has no mixed rows; use the constructor without them.", nameof(ablation));
        }

        if (mix.Output.Pass != embeddings.Pass)
        {
            throw new ArgumentException("The rows are mixed in another pass than the embeddings are computed in.", nameof(mix));
        }

        _triplets = Check(margin);
        _mix = mix;
        (Margin, Ablation) = (margin, ablation);
    }

    /// <summary>Creates the loss without mixed rows.</summary>
    /// <param name="embeddings">The embeddings Z [3 t x h].</param>
    /// <param name="scores">The scores s of the rows [3 t x 1].</param>
    /// <param name="margin">The margin of the triplet loss, at least 0 and finite.</param>
    /// <param name="ablation">
    /// <see cref="RosasAblation.MixedRows"/>: L_score = mean of h(s - y). <see cref="RosasAblation.RegressionForDeviation"/>:
    /// L_score = mean of |s| for y = -1 and max(5 - s, 0) for y = 1.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The values are not of one pass, scores have several columns, or the ablation has mixed rows.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public RosasObjective(PassValue embeddings, PassValue scores, double margin, RosasAblation ablation)
        : base(embeddings, scores)
    {
        if (ablation is not (RosasAblation.MixedRows or RosasAblation.RegressionForDeviation))
        {
            throw new ArgumentException($"The ablation {ablation} has mixed rows; use the constructor that takes them.", nameof(ablation));
        }

        _triplets = Check(margin);
        (Margin, Ablation) = (margin, ablation);
    }

    /// <summary>Gets the margin of the triplet loss.</summary>
    public double Margin { get; }

    /// <summary>Gets what is left out.</summary>
    public RosasAblation Ablation { get; }

    /// <summary>Gets what mixes rows; null without mixed rows.</summary>
    public MixOperation? Mix => _mix;

    /// <summary>Gets the mean L_emb of the epoch before; 1 at first.</summary>
    public double EmbeddingMean { get; private set; } = 1;

    /// <summary>Gets the mean L_score of the epoch before; 1 at first.</summary>
    public double ScoreMean { get; private set; } = 1;

    /// <inheritdoc/>
    public override void Prepare(int largestBatch)
    {
        _slopes = new double[largestBatch];
        _mixedSlopes = new double[largestBatch];
        _triplets.Prepare(largestBatch / 3);
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex)
    {
        (EmbeddingMean, ScoreMean) = epochIndex == 0 || _stepCount == 0 ? (1, 1) : (_embeddingSum / _stepCount, _scoreSum / _stepCount);
        (_embeddingSum, _scoreSum, _stepCount) = (0, 0, 0);
    }

    /// <inheritdoc/>
    public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
    {
        var rowCount = values[0].RowCount;
        if (rowCount % 3 != 0)
        {
            throw new InvalidOperationException(
                $"The batch holds {rowCount} rows; RoSAS takes as many anchors as positives and negatives, in that order.");
        }

        var (embeddingLoss, norm) = _triplets.Losses(values[0]);
        var scoreLoss = Ablation switch
        {
            RosasAblation.MixedRows => Regression(values[1]),
            RosasAblation.RegressionForDeviation => Deviations(values[1]),
            _ => MixedRegression(values[1], values[2]),
        };
        _embeddingSum += embeddingLoss;
        _scoreSum += scoreLoss;
        _stepCount++;
        var (loss, embeddingSlope, scoreSlope) = Total(embeddingLoss, scoreLoss);
        _triplets.SetGradient(values[0], embeddingSlope);
        SetGradient(values[1], _slopes, scoreSlope);
        if (values.Length > 2)
        {
            SetGradient(values[2], _mixedSlopes, scoreSlope);
        }

        return (float)(loss + (NormWeight * norm));
    }

    /// <summary>The loss of a difference: quadratic up to 1, linear above.</summary>
    internal static (double Loss, double Slope) Smooth(double difference) => Math.Abs(difference) < 1
        ? (0.5 * difference * difference, difference)
        : (Math.Abs(difference) - 0.5, Math.CopySign(1, difference));

    private static void SetGradient(BatchValue scores, double[] slopes, double factor)
    {
        for (var position = 0; position < scores.RowCount; position++)
        {
            scores.GradientOf(position)[0] = (float)(factor * slopes[position]);
        }
    }

    /// <summary>g L_emb + (1 - g) L_score, and its slopes by both losses.</summary>
    private (double Loss, double EmbeddingSlope, double ScoreSlope) Total(double embeddingLoss, double scoreLoss)
    {
        if (Ablation == RosasAblation.EmbeddingLoss || (EmbeddingMean == 0 && ScoreMean > 0))
        {
            return (scoreLoss, 0, 1);
        }

        if (EmbeddingMean == 0 || ScoreMean == 0)
        {
            return EmbeddingMean > 0 ? (embeddingLoss, 1, 0) : ((embeddingLoss + scoreLoss) / 2, 0.5, 0.5);
        }

        var share = 1 / (1 + Math.Exp(((scoreLoss / ScoreMean) - (embeddingLoss / EmbeddingMean)) / 2));
        var slope = (embeddingLoss - scoreLoss) * share * (1 - share) / 2;
        return (
            (share * embeddingLoss) + ((1 - share) * scoreLoss), share + (slope / EmbeddingMean), 1 - share - (slope / ScoreMean));
    }

    private double MixedRegression(BatchValue scores, BatchValue mixedScores)
    {
        var rowCount = scores.RowCount;
        var abnormalFrom = rowCount / 3 * 2;
        _slopes.AsSpan(0, rowCount).Clear();
        var sum = 0.0;
        for (var position = 0; position < rowCount; position++)
        {
            var (target, mean) = (0.0, 0.0);
            for (var member = 0; member < _mix!.MixedRowCount; member++)
            {
                var (weight, place) = (_mix.WeightsOf(member)[position], _mix.PlacesOf(member)[position]);
                target += place < abnormalFrom ? -weight : weight;
                mean += (double)weight * scores.Row(place)[0];
            }

            if (Ablation == RosasAblation.ContinuousTargets)
            {
                target = target > 0 ? 1 : -1;
            }

            var score = mixedScores.Row(position)[0];
            var (loss, slope) = Smooth(score - target);
            if (Ablation != RosasAblation.Consistency)
            {
                var (difference, differenceSlope) = Smooth(score - mean);
                loss += difference;
                slope += differenceSlope;
                for (var member = 0; member < _mix.MixedRowCount; member++)
                {
                    _slopes[_mix.PlacesOf(member)[position]] -= _mix.WeightsOf(member)[position] * differenceSlope / rowCount;
                }
            }

            sum += loss;
            _mixedSlopes[position] = slope / rowCount;
        }

        return sum / rowCount;
    }

    private double Regression(BatchValue scores)
    {
        var rowCount = scores.RowCount;
        var sum = 0.0;
        for (var position = 0; position < rowCount; position++)
        {
            var (loss, slope) = Smooth(scores.Row(position)[0] - (position < rowCount / 3 * 2 ? -1.0 : 1.0));
            sum += loss;
            _slopes[position] = slope / rowCount;
        }

        return sum / rowCount;
    }

    private double Deviations(BatchValue scores)
    {
        var rowCount = scores.RowCount;
        var sum = 0.0;
        for (var position = 0; position < rowCount; position++)
        {
            double score = scores.Row(position)[0];
            var isAbnormal = position >= rowCount / 3 * 2;
            sum += isAbnormal ? Math.Max(DeviationMargin - score, 0) : Math.Abs(score);
            var sign = isAbnormal ? (score < DeviationMargin ? -1.0 : 0) : score > 0 ? 1 : score < 0 ? -1 : 0;
            _slopes[position] = sign / rowCount;
        }

        return sum / rowCount;
    }

    /// <summary>Checks what both constructors take.</summary>
    private TripletTerm Check(double margin)
    {
        if (Values.Any(value => value.Pass != Values[0].Pass) || Values.Skip(1).Any(value => value.Size != 1))
        {
            throw new ArgumentException(
                "Embeddings and scores are to be values of one pass, and scores have one column; found "
                + $"{string.Join(", ", Values.Select(value => $"'{value.Name}' of {value.Size} columns"))}.");
        }

        if (!(margin >= 0) || !double.IsFinite(margin))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The margin must be at least 0 and finite.");
        }

        return new TripletTerm(margin);
    }
}
