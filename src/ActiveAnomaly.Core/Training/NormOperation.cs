namespace ActiveAnomaly.Training;

/// <summary>
/// The Euclidean norm e = ||r|| of each row, and dL/dr = dL/de r / e. Of a row shorter than
/// <see cref="DirectionOperation.SmallestNorm"/>, one of zeros included, the norm is what it is and the gradient 0.
/// </summary>
public sealed class NormOperation : RowOperation
{
    internal NormOperation(PassValue rows)
        : base(rows)
    {
    }

    /// <inheritdoc/>
    protected override string Name => "norm";

    /// <inheritdoc/>
    protected override int Size => 1;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        var norms = output.Values;
        for (var position = 0; position < norms.Length; position++)
        {
            norms[position] = Of(inputs[0].Row(position));
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            var gradient = inputs[0].GradientOf(position);
            DirectionOperation.Of(inputs[0].Row(position), output.Values[position], gradient);
            var ofNorm = output.Gradient[position];
            foreach (ref var element in gradient)
            {
                element *= ofNorm;
            }
        }
    }

    /// <summary>The norm of one row: squares in double precision, which holds each exactly, summed in column order.</summary>
    internal static float Of(ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        foreach (var element in row)
        {
            sum += (double)element * element;
        }

        return (float)Math.Sqrt(sum);
    }
}
