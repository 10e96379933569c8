using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>The soft-boundary loss (Eq. 1); the radius R stays on the device during an epoch.</summary>
internal sealed class TorchSoftBoundaryObjective : TorchScoreObjective
{
    private static readonly Scalar Zero = 0f;

    private readonly SoftBoundaryObjective _objective;
    private readonly torch.Tensor? _counted;
    private readonly torch.Tensor _radius;
    private readonly Scalar _scale;
    private readonly Scalar _outsideScale;
    private readonly Dictionary<int, torch.Tensor> _quantiles = [];
    private bool _warm;

    public TorchSoftBoundaryObjective(SoftBoundaryObjective objective, torch.Device device)
    {
        _objective = objective;
        _counted = CountedColumn(objective.Roles, objective.RejectAbnormal, device);
        _radius = HeldFactors.Filled(1, 1, objective.Radius, device);
        var scale = objective.Scale == SoftBoundaryScale.Paper ? objective.Nu : 1f;
        _scale = scale;
        _outsideScale = scale / objective.Nu;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<torch.Tensor> Columns => _counted is null ? [] : [_counted];

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex)
    {
        _objective.BeginEpoch(epochIndex);
        _warm = epochIndex >= _objective.WarmUpEpochCount;
    }

    /// <inheritdoc/>
    protected override (torch.Tensor Slopes, torch.Tensor? Loss) Slopes(in TorchBatch batch, torch.Tensor scores, bool withLoss)
    {
        var counted = _counted is null ? null : batch.Columns[0];
        var squaredRadius = _radius.mul(_radius);
        var excess = scores.sub(squaredRadius);

        // 1 where a row lies outside, 0 where it does not.
        var slopes = excess.sign().clamp_(min: Zero).mul_(Share(batch, counted, _objective.Mean).mul(_outsideScale));
        if (counted is not null)
        {
            slopes.mul_(counted);
        }

        var loss = withLoss ? slopes.t().mm(excess).add_(squaredRadius, _scale) : null;
        if (_warm)
        {
            var (distances, _) = scores.sqrt().view(1, -1).sort(dim: 1);
            _radius.addmm_(distances, Quantile(batch.Mean.RowCount), beta: 0f, alpha: 1f);
        }

        return (slopes, loss);
    }

    /// <inheritdoc/>
    public override void WriteBack() => _objective.Radius = HostMemory.Download(_radius)[0];

    /// <summary>
    /// What sorted distances [1 x b] are multiplied with to give their (1 - nu) quantile: the two weights of linear
    /// interpolation.
    /// </summary>
    private torch.Tensor Quantile(int rowCount)
    {
        if (!_quantiles.TryGetValue(rowCount, out var weights))
        {
            var rank = (1.0 - _objective.Nu) * (rowCount - 1);
            var below = (int)Math.Floor(rank);
            var numbers = new float[rowCount];
            numbers[below] = (float)(1 - (rank - below));
            if (below + 1 < rowCount)
            {
                numbers[below + 1] = (float)(rank - below);
            }

            weights = HostMemory.Upload(numbers, 1, _radius.device).MoveToOuterDisposeScope();
            _quantiles.Add(rowCount, weights);
        }

        return weights;
    }
}
