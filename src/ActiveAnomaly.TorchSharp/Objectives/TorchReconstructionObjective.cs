using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>The mean squared difference between input and output; s is a row's share, 1/d sum of (y - x)^2.</summary>
internal sealed class TorchReconstructionObjective : TorchScoredObjective
{
    private torch.Tensor? _featureShare;

    /// <inheritdoc/>
    public override (torch.Tensor Scores, torch.Tensor Difference) Scores(in TorchPass pass)
    {
        var difference = pass.Outputs.sub(pass.Inputs);
        var size = difference.shape[1];
        _featureShare ??= torch.full(size, 1, 1f / size, torch.float32, difference.device).MoveToOuterDisposeScope();
        return (difference.mul(difference).mm(_featureShare), difference);
    }

    /// <inheritdoc/>
    public override (torch.Tensor Slopes, torch.Tensor? Loss) Slopes(in TorchPass pass, torch.Tensor scores, bool withLoss) =>
        (pass.Mean.Reciprocal, withLoss ? pass.Mean.Share.mm(scores) : null);

    /// <inheritdoc/>
    public override torch.Tensor OutputGradient(torch.Tensor difference, torch.Tensor slopes)
    {
        using Scalar factor = 2f / difference.shape[1];
        return difference.mul_(slopes.mul(factor));
    }
}
