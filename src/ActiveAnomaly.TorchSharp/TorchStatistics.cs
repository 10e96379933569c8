using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>The statistics of one layer's batch normalisation, or of all layers', each [1 x outputs].</summary>
/// <param name="Mean">The mean of the last pass's batch.</param>
/// <param name="Variance">The biased variance of the last pass's batch.</param>
/// <param name="RunningMean">The running mean.</param>
/// <param name="RunningVariance">The running unbiased variance.</param>
internal sealed record TorchStatistics(torch.Tensor Mean, torch.Tensor Variance, torch.Tensor RunningMean, torch.Tensor RunningVariance)
{
    /// <summary>Gives views of some columns.</summary>
    public TorchStatistics Slice(long first, long count) => new(
        Mean.narrow(1, first, count),
        Variance.narrow(1, first, count),
        RunningMean.narrow(1, first, count),
        RunningVariance.narrow(1, first, count));
}
