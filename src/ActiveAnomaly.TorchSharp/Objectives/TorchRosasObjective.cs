using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>
/// The loss of RoSAS on the device, by hand as <see cref="RosasObjective"/> has it. The means of the epoch before stay on the device.
/// </summary>
internal sealed class TorchRosasObjective : TorchObjective
{
    private static readonly Scalar Zero = 0f;
    private static readonly Scalar One = 1f;
    private static readonly Scalar MinusOne = -1f;
    private static readonly Scalar Two = 2f;
    private static readonly Scalar Half = 0.5f;
    private static readonly Scalar MinusHalf = -0.5f;
    private static readonly Scalar Epsilon = RosasObjective.DistanceEpsilon;
    private static readonly Scalar NormWeight = RosasObjective.NormWeight;
    private static readonly Scalar DeviationMargin = RosasObjective.DeviationMargin;

    private readonly RosasObjective _objective;
    private readonly torch.Device _device;
    private readonly Scalar _margin;
    private readonly torch.Tensor _means;
    private readonly torch.Tensor _sums;
    private readonly Dictionary<long, torch.Tensor> _targets = [];
    private int _stepCount;

    public TorchRosasObjective(RosasObjective objective, torch.Device device)
    {
        (_objective, _device, _margin) = (objective, device, objective.Margin);
        _means = torch.ones(2, torch.float32, device);
        _sums = torch.zeros(2, torch.float32, device);
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex)
    {
        if (epochIndex == 0 || _stepCount == 0)
        {
            _means.fill_(One);
        }
        else
        {
            using Scalar count = (float)_stepCount;
            using var means = _sums.div(count);
            _means.copy_(means);
        }

        _sums.fill_(Zero);
        _stepCount = 0;
    }

    /// <inheritdoc/>
    public override torch.Tensor? Evaluate(
        in TorchBatch batch, ReadOnlySpan<torch.Tensor> values, Span<torch.Tensor?> gradients, bool withLoss)
    {
        long rowCount = batch.Mean.RowCount;
        if (rowCount % 3 != 0)
        {
            throw new InvalidOperationException(
                $"The batch holds {rowCount} rows; RoSAS takes as many anchors as positives and negatives, in that order.");
        }

        var (embeddingLoss, embeddingGradient, norm, normGradient) = Embeddings(values[0], rowCount / 3);
        var (scoreLoss, slopes, mixedSlopes) = values.Length > 2
            ? MixedRegression(values[1], values[2], rowCount)
            : _objective.Ablation == RosasAblation.MixedRows ? Regression(values[1], rowCount) : Deviations(values[1], rowCount);
        _sums.PlusInPlace(torch.stack([embeddingLoss, scoreLoss]));
        _stepCount++;
        var (total, embeddingSlope, scoreSlope) = Total(embeddingLoss, scoreLoss);
        gradients[0] = embeddingGradient.mul_(embeddingSlope).PlusInPlace(normGradient);
        gradients[1] = slopes.mul(scoreSlope);
        if (mixedSlopes is not null)
        {
            gradients[2] = mixedSlopes.mul(scoreSlope);
        }

        return withLoss ? total.Plus(norm.mul(NormWeight)).view(1, 1) : null;
    }

    /// <summary>The loss of differences and its slope: quadratic up to 1, linear above.</summary>
    private static (torch.Tensor Loss, torch.Tensor Slope) Smooth(torch.Tensor difference)
    {
        var slope = difference.clamp(MinusOne, One);

        // e^2 / 2 and |e| - 1/2 are both slope (e - slope / 2).
        return (slope.mul(difference.sub(slope.mul(Half))), slope);
    }

    private (torch.Tensor Loss, torch.Tensor Gradient, torch.Tensor Norm, torch.Tensor NormGradient) Embeddings(
        torch.Tensor embeddings, long count)
    {
        var anchors = embeddings.narrow(0, 0, count);
        var positives = embeddings.narrow(0, count, count);
        var negatives = embeddings.narrow(0, count + count, count);
        var toPositive = anchors.sub(positives).PlusInPlace(Epsilon);
        var toNegative = anchors.sub(negatives).PlusInPlace(Epsilon);
        var positiveDistance = toPositive.norm(1, keepdim: true);
        var negativeDistance = toNegative.norm(1, keepdim: true);
        var violation = positiveDistance.sub(negativeDistance).PlusInPlace(_margin);
        using Scalar share = 1f / count;
        var active = violation.gt(Zero).to(torch.float32).mul_(share);
        toPositive.mul_(active.div(positiveDistance)).nan_to_num_(0);
        toNegative.mul_(active.div(negativeDistance)).nan_to_num_(0);
        var gradient = torch.cat([toPositive.sub(toNegative), toPositive.neg(), toNegative], 0);
        var sum = anchors.Plus(positives).PlusInPlace(negatives);
        var norm = sum.norm();

        // Where the norm is 0, or so small that it is 0 in single precision, so is the slope.
        var normGradient = sum.mul(NormWeight).div_(norm).nan_to_num_(0, 0, 0);
        return (violation.clamp_(min: Zero).mean(), gradient, norm, torch.cat([normGradient, normGradient, normGradient], 0));
    }

    private (torch.Tensor Loss, torch.Tensor Slopes, torch.Tensor? Mixed) MixedRegression(
        torch.Tensor scores, torch.Tensor mixedScores, long rowCount)
    {
        using Scalar share = 1f / rowCount;
        var mix = _objective.Mix!;
        var members = Enumerable.Range(0, mix.MixedRowCount);
        torch.Tensor[] weights = [.. members.Select(member => HostMemory.Upload(mix.WeightsOf(member), 1, _device))];
        torch.Tensor[] places = [.. members.Select(member => HostMemory.Upload(mix.PlacesOf(member), _device).to(torch.int64))];
        var (target, mean) = (torch.zeros_like(scores), torch.zeros_like(scores));
        for (var member = 0; member < weights.Length; member++)
        {
            target.PlusInPlace(Targets(rowCount).index_select(0, places[member]).mul_(weights[member]));
            mean.PlusInPlace(scores.index_select(0, places[member]).mul_(weights[member]));
        }

        if (_objective.Ablation == RosasAblation.ContinuousTargets)
        {
            target = target.gt(Zero).to(torch.float32).mul_(Two).sub_(One);
        }

        var (loss, slope) = Smooth(mixedScores.sub(target));
        var slopes = torch.zeros_like(scores);
        if (_objective.Ablation == RosasAblation.Consistency)
        {
            return (loss.mean(), slopes, slope.mul(share));
        }

        var (difference, differenceSlope) = Smooth(mixedScores.sub(mean));
        var negative = differenceSlope.mul(share).neg_();
        for (var member = 0; member < weights.Length; member++)
        {
            slopes.AddRows(places[member], negative.mul(weights[member]));
        }

        return (loss.Plus(difference).mean(), slopes, slope.Plus(differenceSlope).mul_(share));
    }

    private (torch.Tensor Loss, torch.Tensor Slopes, torch.Tensor? Mixed) Regression(torch.Tensor scores, long rowCount)
    {
        using Scalar share = 1f / rowCount;
        var (loss, slope) = Smooth(scores.sub(Targets(rowCount)));
        return (loss.mean(), slope.mul(share), null);
    }

    private (torch.Tensor Loss, torch.Tensor Slopes, torch.Tensor? Mixed) Deviations(torch.Tensor scores, long rowCount)
    {
        using Scalar share = 1f / rowCount;
        var isAbnormal = Targets(rowCount).gt(Zero);
        var missing = scores.neg().PlusInPlace(DeviationMargin);
        var loss = torch.where(isAbnormal, missing.clamp(min: Zero), scores.abs());
        var slope = torch.where(isAbnormal, missing.gt(Zero).to(torch.float32).neg_(), scores.sign());
        return (loss.mean(), slope.mul_(share), null);
    }

    /// <summary>-1 for anchors and positives, 1 for negatives, [b x 1].</summary>
    private torch.Tensor Targets(long rowCount)
    {
        if (!_targets.TryGetValue(rowCount, out var targets))
        {
            float[] numbers = [.. Enumerable.Range(0, (int)rowCount).Select(row => row < rowCount / 3 * 2 ? -1f : 1f)];
            targets = HostMemory.Upload(numbers, 1, _device).MoveToOuterDisposeScope();
            _targets.Add(rowCount, targets);
        }

        return targets;
    }

    /// <summary>g L_emb + (1 - g) L_score, and its slopes by both losses; a mean of 0 gives its loss no share.</summary>
    private (torch.Tensor Loss, torch.Tensor EmbeddingSlope, torch.Tensor ScoreSlope) Total(
        torch.Tensor embeddingLoss, torch.Tensor scoreLoss)
    {
        if (_objective.Ablation == RosasAblation.EmbeddingLoss)
        {
            return (scoreLoss, torch.zeros_like(scoreLoss), torch.ones_like(scoreLoss));
        }

        var (embeddingMean, scoreMean) = (_means[0], _means[1]);
        var (hasEmbedding, hasScore) = (embeddingMean.gt(Zero), scoreMean.gt(Zero));
        var hasBoth = hasEmbedding.logical_and(hasScore);
        var (oneEmbedding, oneScore) = (
            torch.where(hasBoth, embeddingMean, torch.ones_like(embeddingMean)),
            torch.where(hasBoth, scoreMean, torch.ones_like(scoreMean)));

        // Without both means: 1/2 for each where neither is there, else all for the other.
        var alone = hasEmbedding.to(torch.float32).sub_(hasScore.to(torch.float32)).mul_(Half).sub_(MinusHalf);
        var share = torch.where(hasBoth, embeddingLoss.div(oneEmbedding).sub_(scoreLoss.div(oneScore)).mul_(Half).sigmoid_(), alone);
        var other = share.neg().PlusInPlace(One);
        var slope = embeddingLoss.sub(scoreLoss).mul_(share).mul_(other).mul_(Half).mul_(hasBoth.to(torch.float32));
        return (
            share.mul(embeddingLoss).PlusInPlace(other.mul(scoreLoss)),
            share.Plus(slope.div(oneEmbedding)),
            other.sub(slope.div(oneScore)));
    }
}
