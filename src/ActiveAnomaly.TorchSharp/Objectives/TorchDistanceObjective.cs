using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>The losses of s = ||z - c||^2 (Eq. 3).</summary>
internal abstract class TorchDistanceObjective : TorchScoredObjective
{
    private static readonly Scalar One = 1f;
    private static readonly Scalar Two = 2f;

    private readonly torch.Tensor _center;
    private readonly torch.Tensor _ones;

    protected TorchDistanceObjective(DistanceObjective objective, torch.Device device)
    {
        _center = HostMemory.Upload(objective.Center, objective.Center.Length, device);
        _ones = torch.ones(objective.Center.Length, 1, torch.float32, device);
    }

    /// <inheritdoc/>
    public override (torch.Tensor Scores, torch.Tensor Difference) Scores(in TorchPass pass)
    {
        var difference = pass.Outputs.sub(_center);
        return (difference.mul(difference).mm(_ones), difference);
    }

    /// <inheritdoc/>
    public override torch.Tensor OutputGradient(torch.Tensor difference, torch.Tensor slopes) => difference.mul_(slopes.mul(Two));

    /// <summary>Makes a column of a number for each row of the pool, [n x 1].</summary>
    protected static torch.Tensor Column(RowRoles roles, Func<RowRole, float> value, torch.Device device)
    {
        var numbers = new float[roles.Values.Length];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = value(roles.Values[row]);
        }

        return HostMemory.Upload(numbers, 1, device);
    }

    /// <summary>1 for rows that count in a base loss, 0 for the others; null when all count.</summary>
    protected static torch.Tensor? CountedColumn(RowRoles roles, bool rejectAbnormal, torch.Device device)
    {
        bool Counts(RowRole role) => role != RowRole.PseudoAbnormal && !(rejectAbnormal && role == RowRole.Abnormal);
        return roles.Values.ToArray().All(Counts) ? null : Column(roles, role => Counts(role) ? 1f : 0f, device);
    }

    /// <summary>1 over the number of rows that the mean divides by, [1 x 1].</summary>
    protected static torch.Tensor Share(in TorchPass pass, torch.Tensor? counted, RejectionMean mean) =>
        counted is null || mean == RejectionMean.AllRows ? pass.Mean.Reciprocal : counted.sum().clamp_(min: One).reciprocal_().view(1, 1);
}
