using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>
/// The noise-contrastive-estimation term (Eq. 6 and 7) in closed form, as <see cref="NceObjective"/> states it: 1 / (s_i + s_j) for
/// all pairs as an outer sum, in tiles of some normal rows by all abnormal ones.
/// </summary>
internal sealed class TorchNceObjective : TorchScoreObjective
{
    /// <summary>
    /// The most pairs in a tile: 256 KiB on a CPU, as much as a second-level cache holds; 64 MiB on a GPU, for few launches.
    /// Neither is tuned.
    /// </summary>
    private const int CpuTile = 1 << 16;
    private const int GpuTile = 1 << 24;

    private static readonly Scalar Lowest = NceObjective.LowestScore;
    private static readonly Scalar Highest = NceObjective.HighestScore;

    private readonly NceObjective _objective;
    private readonly Scalar _share;
    private readonly Scalar _minusShare;
    private readonly torch.Tensor _ones;
    private readonly int _tileRowCount;

    public TorchNceObjective(NceObjective objective, torch.Device device)
    {
        _objective = objective;
        _share = (float)objective.Share;
        _minusShare = -(float)objective.Share;
        _ones = torch.ones(objective.AbnormalCount, 1, torch.float32, device);
        _tileRowCount = Math.Clamp((device.type == DeviceType.CPU ? CpuTile : GpuTile) / objective.AbnormalCount, 1, objective.NormalCount);
    }

    /// <inheritdoc/>
    protected override (torch.Tensor Slopes, torch.Tensor? Loss) Slopes(in TorchBatch batch, torch.Tensor scores, bool withLoss)
    {
        if (batch.Mean.RowCount != _objective.NormalCount + _objective.AbnormalCount)
        {
            throw new InvalidOperationException(
                $"The batch holds {batch.Mean.RowCount} rows; the NCE term needs its {_objective.NormalCount} normal and "
                + $"{_objective.AbnormalCount} abnormal rows, in that order.");
        }

        var limited = scores.clamp(Lowest, Highest);
        var normal = limited.narrow(0, 0, _objective.NormalCount);
        var abnormal = limited.narrow(0, _objective.NormalCount, _objective.AbnormalCount).t();
        var slopes = torch.empty_like(limited);
        var normalSlopes = slopes.narrow(0, 0, _objective.NormalCount);
        var abnormalSums = torch.zeros_like(abnormal);
        for (var first = 0; first < _objective.NormalCount; first += _tileRowCount)
        {
            var count = Math.Min(_tileRowCount, _objective.NormalCount - first);
            using var tile = normal.narrow(0, first, count);
            using var inverses = tile.Plus(abnormal).reciprocal_();
            using var tileSlopes = normalSlopes.narrow(0, first, count);
            tileSlopes.addmm_(inverses, _ones, beta: 0f, alpha: 1f);
            abnormalSums.addmm_(tile.t(), inverses, beta: 1f, alpha: 1f);
        }

        normalSlopes.mul_(_share);
        slopes.narrow(0, _objective.NormalCount, _objective.AbnormalCount).copy_(abnormalSums.div_(abnormal).mul_(_minusShare).t());
        return (slopes, withLoss ? Loss(normal, abnormal) : null);
    }

    /// <summary>The mean of -ln(s_j / (s_i + s_j)) = ln(1 + s_i / s_j), in double precision.</summary>
    private torch.Tensor Loss(torch.Tensor normal, torch.Tensor abnormal)
    {
        var inverse = abnormal.to(torch.float64).reciprocal_();
        var sum = torch.zeros(1, 1, torch.float64, normal.device);
        for (var first = 0; first < _objective.NormalCount; first += _tileRowCount)
        {
            using var tile = normal.narrow(0, first, Math.Min(_tileRowCount, _objective.NormalCount - first)).to(torch.float64);
            using var ratios = tile.mul(inverse);
            sum.PlusInPlace(ratios.log1p_().sum());
        }

        using Scalar share = _objective.Share;
        return sum.mul_(share).to(torch.float32);
    }
}
