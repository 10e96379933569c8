namespace ActiveAnomaly.Training;

/// <summary>s = ||z - c||^2 of each row (Eq. 3), and dL/dz = 2 dL/ds (z - c).</summary>
public sealed class SquaredDistanceOperation : RowOperation
{
    private readonly float[] _center;

    internal SquaredDistanceOperation(PassValue codes, float[] center)
        : base(codes)
    {
        if (center.Length != codes.Size)
        {
            throw new ArgumentException(
                $"The centre has {center.Length} components, and '{codes.Name}' has {codes.Size} columns; it needs one for each.",
                nameof(center));
        }

        _center = center;
    }

    /// <summary>Gets the centre, c [h].</summary>
    public ReadOnlySpan<float> Center => _center;

    /// <inheritdoc/>
    protected override string Name => "squared distance";

    /// <inheritdoc/>
    protected override int Size => 1;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output) =>
        Kernels.SquaredDistances(inputs[0].Values, inputs[0].Stride, output.RowCount, _center, output.Values);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex) =>
        Kernels.DistanceGradient(inputs[0].Values, inputs[0].Stride, _center, output.Gradient, inputs[0].Gradient);
}
