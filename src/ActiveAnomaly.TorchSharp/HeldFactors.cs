using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>Sums and the like whose factors outlive the call.</summary>
/// <remarks>
/// TorchSharp's own <c>add</c> makes a factor of 1 that nothing holds while libtorch reads it: a garbage collection in that moment frees
/// it. <c>square</c> and <c>softplus</c> do the same with their exponent and their limits.
/// </remarks>
internal static class HeldFactors
{
    private static readonly Scalar One = 1;
    private static readonly Scalar Zero = 0;

    /// <summary>Adds.</summary>
    public static torch.Tensor Plus(this torch.Tensor left, torch.Tensor right) => left.add(right, One);

    /// <summary>Adds a number.</summary>
    public static torch.Tensor Plus(this torch.Tensor left, Scalar right) => left.add(right, One);

    /// <summary>Adds into the first.</summary>
    public static torch.Tensor PlusInPlace(this torch.Tensor left, torch.Tensor right) => left.add_(right, One);

    /// <summary>Adds a number into the first.</summary>
    public static torch.Tensor PlusInPlace(this torch.Tensor left, Scalar right) => left.add_(right, One);

    /// <summary>Adds rows into those at places.</summary>
    public static torch.Tensor AddRows(this torch.Tensor numbers, torch.Tensor places, torch.Tensor rows) =>
        numbers.index_add_(0, places, rows, One);

    /// <summary>Makes a matrix of one number.</summary>
    public static torch.Tensor Filled(long rowCount, long columnCount, float number, torch.Device device)
    {
        using Scalar held = number;
        return torch.full(rowCount, columnCount, held, torch.float32, device);
    }

    /// <summary>Makes a vector of one number.</summary>
    public static torch.Tensor Single(float number, torch.Device device)
    {
        using Scalar held = number;
        return torch.full(1, held, torch.float32, device);
    }

    /// <summary>Gives the sum of the squares.</summary>
    public static torch.Tensor SquareSum(this torch.Tensor numbers) => numbers.mul(numbers).sum();

    /// <summary>Gives ln(1 + e^x), which overflows nowhere.</summary>
    public static torch.Tensor Softplus(this torch.Tensor numbers) =>
        numbers.abs().neg_().exp_().log1p_().PlusInPlace(numbers.clamp(min: Zero));
}
